"""How busy experts are: counted from invitations and assignments."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.domain.invitation import InvitationState
from service.domain.opening_hours import AMSTERDAM
from service.domain.request_status import LIVE_ASSIGNMENT, AssignmentState
from service.storage.invitation import Assignment, Invitation


@dataclass(frozen=True)
class Load:
    """What an expert carries; `last_asked_at` is UTC, `last_ended_on` a day in Amsterdam."""

    active: int = 0
    open_invitations: int = 0
    started_this_quarter: int = 0
    last_ended_on: date | None = None
    last_asked_at: datetime | None = None
    asked_this_quarter: int = 0


NO_LOAD = Load()


def load_of(
    session: Session, now: datetime, expert_ids: Collection[int], leave_out_request: int | None
) -> dict[int, Load]:
    """Give the load of each expert; open invitations of `leave_out_request` do not count."""
    found = _loads(session, now, expert_ids, leave_out_request)
    return {expert_id: found.get(expert_id, NO_LOAD) for expert_id in expert_ids}


def load_of_everyone(
    session: Session, now: datetime, leave_out_request: int | None
) -> dict[int, Load]:
    """Give the load of each expert who was ever asked; the others have none."""
    return _loads(session, now, None, leave_out_request)


def _loads(
    session: Session,
    now: datetime,
    expert_ids: Collection[int] | None,
    leave_out_request: int | None,
) -> dict[int, Load]:
    quarter = _quarter_start(now)
    # Only who had contact has earned a rest; a refusal before it cost no time.
    contacted = Assignment.contacted_at.is_not(None)
    active = _count(session, Assignment, expert_ids, Assignment.state.in_(LIVE_ASSIGNMENT))
    waiting = _count(
        session,
        Invitation,
        expert_ids,
        Invitation.state == InvitationState.OPEN,
        Invitation.request_id != leave_out_request,
    )
    started = _count(
        session,
        Assignment,
        expert_ids,
        Assignment.accepted_at >= quarter,
        Assignment.state.not_in((AssignmentState.REFUSED, AssignmentState.UNDONE)),
    )
    ended = _latest(session, Assignment, Assignment.ended_at, expert_ids, contacted)
    asked = _latest(session, Invitation, Invitation.sent_at, expert_ids)
    often = _count(session, Invitation, expert_ids, Invitation.sent_at >= quarter)
    return {
        expert_id: Load(
            active.get(expert_id, 0),
            waiting.get(expert_id, 0),
            started.get(expert_id, 0),
            _day(ended.get(expert_id)),
            asked.get(expert_id),
            often.get(expert_id, 0),
        )
        for expert_id in {*active, *waiting, *started, *ended, *asked, *often}
    }


def _quarter_start(now: datetime) -> datetime:
    local = now.astimezone(AMSTERDAM)
    first_month = (local.month - 1) // 3 * 3 + 1
    return local.replace(month=first_month, day=1, hour=0, minute=0, second=0, microsecond=0)


def _day(at: datetime | None) -> date | None:
    return at.astimezone(AMSTERDAM).date() if at else None


def _count(session, table, expert_ids, *conditions) -> dict[int, int]:  # type: ignore[no-untyped-def]
    query = (
        select(table.expert_id, func.count())
        .where(*_within(table, expert_ids), *conditions)
        .group_by(table.expert_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _latest(session, table, column, expert_ids, *conditions) -> dict[int, datetime]:  # type: ignore[no-untyped-def]
    query = (
        select(table.expert_id, func.max(column))
        .where(*_within(table, expert_ids), column.is_not(None), *conditions)
        .group_by(table.expert_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _within(table, expert_ids):  # type: ignore[no-untyped-def]
    # SQLite takes at most 32,766 values in a statement, so everyone is no list.
    return () if expert_ids is None else (table.expert_id.in_(expert_ids),)
