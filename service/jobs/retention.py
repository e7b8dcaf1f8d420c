"""A retention run: past all rules, in small transactions, so that it may stop anywhere."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from service.actions.audit.expire_log import LogIsBroken, expire_log, something_expires
from service.actions.retention.steps import STEPS, Step, together
from service.database import reading, taking_back, writing
from service.domain.audit_chain import Break
from service.domain.retention import Destroyed, RuleCode
from service.storage import destruction
from service.storage.audit_entry import AuditEntry

log = logging.getLogger(__name__)

LOOK_EVERY_S = 3600.0
RUN_EVERY = timedelta(hours=23)
Opened = Callable[[], AbstractContextManager[Session]]


@dataclass(frozen=True)
class RetentionResult:
    """What went, or would go; and where the audit log is broken, so that nothing of it went."""

    destroyed: list[Destroyed]
    audit_broken: Break | None


def run_when_due(engine: Engine, now: datetime) -> int:
    """Do a run when the last one that went past all rules is a day ago; give how many rows went."""
    with reading(engine) as session:
        last = destruction.last_complete(session)
    if last is not None and now - RUN_EVERY < last <= now:
        return 0
    return sum(one.count for one in run_retention(engine, now).destroyed)


def run_retention(engine: Engine, now: datetime) -> RetentionResult:
    """Destroy all that is due, each piece with its record in one transaction.

    One that is killed half way leaves whole pieces, and the next run does the rest.
    """
    with writing(engine) as session:
        run_id = destruction.begin(session, now)
    result = _past_all_rules(partial(writing, engine), now, run_id)
    with writing(engine) as session:
        destruction.finish(session, run_id)
    return result


def look_at_retention(engine: Engine, now: datetime) -> RetentionResult:
    """Give what a run would do now: the same pieces, each of them taken back."""
    return _past_all_rules(partial(taking_back, engine), now, None)


def _past_all_rules(opened: Opened, now: datetime, run_id: int | None) -> RetentionResult:
    gone: list[Destroyed] = []
    for step in STEPS:
        place: Any = None
        while True:
            destroyed, place = _one_piece(opened, now, step, place, run_id)
            gone += destroyed
            if place is None:
                break
    expired, broken = _expire_audit(opened, now, run_id)
    return RetentionResult(together([*gone, *expired]), broken)


def _one_piece(
    opened: Opened, now: datetime, step: Step, place: Any, run_id: int | None
) -> tuple[list[Destroyed], Any]:
    with opened() as session:
        destroyed, place = step(session, now, place)
        destruction.tell(session, now, destroyed, run_id)
    return destroyed, place


def _expire_audit(
    opened: Opened, now: datetime, run_id: int | None
) -> tuple[list[Destroyed], Break | None]:
    try:
        with opened() as session:
            old = something_expires(session, now)
            count = expire_log(session, now) if old else 0
            told = [Destroyed(RuleCode.AUDIT, AuditEntry.__tablename__, count)] if count else []
            destruction.tell(session, now, told, run_id)
    except LogIsBroken as error:
        log.error("nothing expired from the audit log: %s", error)
        return [], error.broken
    return told, None
