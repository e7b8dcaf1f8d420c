"""Clocks that nobody looks at, and clocks of which the breach was noticed too late."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.deadlines.check_deadlines import AFTER_A_FAILURE
from service.actions.deadlines.terms_of import terms_of
from service.domain.alarm import ACTED_ON_WITHIN, REMEMBERED_FOR, AlarmKind, Finding
from service.domain.deadline import next_check_at
from service.storage import deadline as deadlines
from service.storage import history_event
from service.storage.deadline import Deadline
from service.storage.request import SupportRequest

MOST_READ = 200


def deadline_trouble(session: Session, now: datetime) -> Iterator[Finding]:
    """Give what the sweep missed: not acted on for over a minute, or acted on over a minute late.

    A clock whose check fails is put off again and again, so its own rules say since when.
    """
    before = now - ACTED_ON_WITHIN
    for row in deadlines.unattended(session, before, now + AFTER_A_FAILURE, MOST_READ):
        since = _waits_since(session, now, row)
        if since is not None and since <= before:
            yield Finding(AlarmKind.DEADLINE_MISSED, _subject(session, row))
    for request in session.scalars(
        select(SupportRequest).where(SupportRequest.ask_again_at <= before).limit(MOST_READ)
    ):
        yield Finding(AlarmKind.DEADLINE_MISSED, f"{request.reference} ask_again")
    for row in deadlines.breached_since(session, now - REMEMBERED_FOR):
        late = row.breached_at - row.due_at if row.breached_at else None
        if late is not None and late > ACTED_ON_WITHIN:
            facts = {"seconds": round(late.total_seconds())}
            yield Finding(AlarmKind.DEADLINE_LATE, _subject(session, row), facts)


def _waits_since(session: Session, now: datetime, row: Deadline) -> datetime | None:
    if row.next_check_at is None or row.next_check_at <= now - ACTED_ON_WITHIN:
        return row.next_check_at
    request = session.get_one(SupportRequest, row.request_id)
    terms = terms_of(request, now, history_event.pauses(session, request.id))
    state = clocks.state_of(row)
    return next_check_at(state, terms.ladder(state.step, row.started_at, row.due_at))


def _subject(session: Session, row: Deadline) -> str:
    return f"{session.get_one(SupportRequest, row.request_id).reference} {row.step}"
