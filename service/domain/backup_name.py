"""The names of backups, from which their age is read: `schakel-20261124T090000Z.sqlite3`."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

UNFINISHED = ".part"
"""What the name of a backup ends with until it is whole."""
_NAME = re.compile(r"schakel-(\d{8}T\d{6}Z)\.(?:sqlite3|pgdump)")
_MOMENT = "%Y%m%dT%H%M%SZ"


def backup_name(now: datetime, ending: str) -> str:
    """Give the name of a backup that is made now (aware), in UTC."""
    return f"schakel-{now.astimezone(UTC).strftime(_MOMENT)}.{ending}"


def made_at(name: str) -> datetime | None:
    """Give when the backup of this name was made (aware UTC), or None for another file."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None


def expired(names: Iterable[str], now: datetime, keep_days: int) -> list[str]:
    """Give the backups that are older than so many days, by name; other files are never among them.

    What is left of one that was broken off counts as well. A day is 24 hours.
    """
    oldest = now - timedelta(days=keep_days)
    ages = ((name, made_at(name.removesuffix(UNFINISHED))) for name in names)
    return sorted(name for name, at in ages if at is not None and at < oldest)
