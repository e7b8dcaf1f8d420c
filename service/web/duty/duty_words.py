"""The log of the roster as Dutch sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from service.domain.language import gettext as _
from service.domain.language import lazy
from service.storage.duty_event import DutyEvent
from service.web.labels import account_names
from service.web.local_time import moment_text

SENTENCES = {
    "added": lazy("{who} zette {person} op het rooster: {starts_at} tot {ends_at}."),
    "changed": lazy("{who} veranderde een dienst: {person}, {starts_at} tot {ends_at}."),
    "removed": lazy("{who} haalde een dienst weg: {person}, {starts_at} tot {ends_at}."),
    "handed_over": lazy("{who} gaf de dienst van {from} aan {to}, tot {until}."),
    "repeated": lazy("{who} herhaalde een week. Er kwamen {shifts} diensten bij."),
    "imported": lazy("{who} las een bestand in. Er kwamen {shifts} diensten bij."),
}
_PEOPLE = ("person", "from", "to")
_MOMENTS = ("starts_at", "ends_at", "until")


@dataclass(frozen=True)
class LogLine:
    """One change of the roster."""

    at: datetime
    sentence: str


def log_lines(session: Session, events: Sequence[DutyEvent]) -> list[LogLine]:
    """Give changes of the roster in words, in the same order."""
    names = account_names(session)
    return [
        LogLine(
            event.at,
            _(SENTENCES[event.kind]).format(
                **_words(event.facts, names),
                who=event.actor.name if event.actor else _("De beheerder"),
            ),
        )
        for event in events
    ]


def _words(facts: Mapping[str, Any], names: Mapping[int, str]) -> dict[str, str]:
    words = {name: str(value) for name, value in facts.items()}
    words |= {name: names.get(facts[name], _("iemand")) for name in _PEOPLE if name in facts}
    words |= {n: moment_text(datetime.fromisoformat(facts[n])) for n in _MOMENTS if n in facts}
    return words
