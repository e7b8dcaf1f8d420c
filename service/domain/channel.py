"""Channels other than mail: which there are, for what each is meant, and what may be one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

PREFIX = "SCHAKEL_CHANNEL_"
_LEVELS = "_LEVELS"
_HERE = ("127.0.0.1", "localhost", "::1")

ENCRYPTED = ("jsons", "xmls", "ntfys", "signals", "matrixs", "slack", "workflow", "workflows")
PLAIN = ("json", "xml", "ntfy", "signal", "matrix")
"""Schemes of Apprise that may be used. Over a plain one anybody on the way can read along, so
outside development it is for this machine only. `mailto` is none: a channel must not depend on
the mail server."""


class NoticeLevel(StrEnum):
    """For what a channel is used: warnings, the levels of an escalation, alarms."""

    OWNER = "owner"
    DEPUTY = "deputy"
    PROGRAMME_MANAGER = "programme_manager"
    ALARM = "alarm"


DEFAULT_LEVELS = (NoticeLevel.DEPUTY, NoticeLevel.PROGRAMME_MANAGER, NoticeLevel.ALARM)


@dataclass(frozen=True)
class Channel:
    """One channel of the settings; its address holds a secret and is never shown."""

    name: str
    url: str = field(repr=False)
    levels: frozenset[NoticeLevel] = frozenset(DEFAULT_LEVELS)


Channels = tuple[Channel, ...]


def names_for(channels: Iterable[Channel], level: str) -> list[str]:
    """Give the names of the channels that hear of this level."""
    return [channel.name for channel in channels if level in channel.levels]


def read_channels(env: Mapping[str, str], problems: list[str], *, development: bool) -> Channels:
    """Read `SCHAKEL_CHANNEL_<NAME>` and, optionally, `SCHAKEL_CHANNEL_<NAME>_LEVELS`.

    Adds what is wrong to `problems`, without repeating an address.
    """
    found = []
    for variable in sorted(env):
        if not variable.startswith(PREFIX) or variable.endswith(_LEVELS) or not env[variable]:
            continue
        name = variable.removeprefix(PREFIX).lower()
        problem = _problem(env[variable], development)
        if problem or not name:
            problems.append(f"{variable} {problem or 'needs a name'}")
            continue
        levels = _levels(env, variable + _LEVELS, problems)
        found.append(Channel(name, env[variable], levels))
    return tuple(found)


def _problem(url: str, development: bool) -> str:
    try:
        address = urlsplit(url)
        host = address.hostname
    except ValueError:
        return "is no address"
    if address.scheme in ENCRYPTED:
        return "" if host else "is no address"
    if address.scheme not in PLAIN:
        return f"must begin with one of {', '.join(ENCRYPTED + PLAIN)}"
    if development or host in _HERE:
        return ""
    return f"must be encrypted outside development: one of {', '.join(ENCRYPTED)}"


def _levels(env: Mapping[str, str], variable: str, problems: list[str]) -> frozenset[NoticeLevel]:
    texts = [text.strip() for text in env.get(variable, "").split(",") if text.strip()]
    if any(text not in set(NoticeLevel) for text in texts):
        problems.append(f"{variable} may name {', '.join(NoticeLevel)}")
        return frozenset()
    return frozenset(NoticeLevel(text) for text in texts) or frozenset(DEFAULT_LEVELS)
