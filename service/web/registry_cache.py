"""What is counted over the whole registry, kept until the registry or the day changes."""

from collections.abc import Callable, Hashable
from datetime import date, datetime
from typing import Any, TypeVar

from flask import current_app
from sqlalchemy.orm import Session

from expert_registry.tables import registry_version
from service.domain.opening_hours import AMSTERDAM

Counted = TypeVar("Counted")
# Version of the registry and day in Amsterdam, with what was counted then.
Known = tuple[int, date, Any]


def kept(session: Session, now: datetime, name: Hashable, count: Callable[[], Counted]) -> Counted:
    """Give what `count` gives, from the last time where nothing changed; `name` says what it is."""
    known: dict[Hashable, Known] = current_app.extensions.setdefault("registry_cache", {})
    version, today = registry_version(session), now.astimezone(AMSTERDAM).date()
    found = known.get(name)
    if found is None or found[:2] != (version, today):
        found = known[name] = version, today, count()
    counted: Counted = found[2]
    return counted
