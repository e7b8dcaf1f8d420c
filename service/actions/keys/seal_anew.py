"""Seal what older keys sealed with the newest one, a bounded number of rows at a time."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy.orm import Session

from expert_registry.sealed import keys_in_force
from service.domain.actor import SYSTEM
from service.domain.audit_kind import AuditKind, Subject
from service.storage import audit_entry
from service.storage.forgetting import leave_nothing_behind
from service.storage.resealing import reseal, sealed_tables

BATCH = 200

Writing = Callable[[], AbstractContextManager[Session]]


def seal_anew(writing: Writing, now: datetime, batch: int = BATCH) -> dict[str, int]:
    """Give per table how many rows were sealed anew; each batch is a transaction of its own.

    `writing` opens one. Whoever is killed amid it begins again: what is done is passed over. What
    cannot be read stays as it is.
    """
    done = {}
    for table in sealed_tables():
        done[table.name], last, more = 0, None, True
        while more:
            with writing() as session:
                found = reseal(session, table, last, batch)
                leave_nothing_behind(session)
            done[table.name] += found.done
            last, more = found.last, found.last is not None
    if any(done.values()):
        with writing() as session:
            newest = keys_in_force().ids[0]
            kind = AuditKind.SETTING
            audit_entry.note(session, now, SYSTEM, kind, "sealed_anew", Subject.KEYS, newest)
    return done
