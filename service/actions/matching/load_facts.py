"""How busy experts are: counted from invitations and assignments."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from service.domain.invitation import InvitationState
from service.domain.opening_hours import AMSTERDAM
from service.domain.request_status import LIVE_ASSIGNMENT, NEVER_HELPED
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
    helped = {row.expert_id: row for row in session.execute(_helped(quarter, expert_ids))}
    asked = session.execute(_asked(quarter, expert_ids, leave_out_request))
    # Nobody helps who was not asked.
    return {row.expert_id: _load(row, helped.get(row.expert_id)) for row in asked}


def _load(asked: Row[Any], helped: Row[Any] | None) -> Load:
    return Load(
        active=helped.active if helped else 0,
        open_invitations=asked.waiting,
        started_this_quarter=helped.started if helped else 0,
        last_ended_on=_day(helped.ended_at) if helped else None,
        last_asked_at=asked.last_at,
        asked_this_quarter=asked.often,
    )


def _helped(quarter: datetime, expert_ids: Collection[int] | None) -> Select[*tuple[Any, ...]]:
    started = Assignment.state.not_in(NEVER_HELPED)
    # Only who had contact has earned a rest; a refusal before it cost no time.
    contacted = Assignment.contacted_at.is_not(None)
    return (
        select(
            Assignment.expert_id,
            func.count().filter(Assignment.state.in_(LIVE_ASSIGNMENT)).label("active"),
            func.count().filter(Assignment.accepted_at >= quarter, started).label("started"),
            func.max(Assignment.ended_at).filter(contacted).label("ended_at"),
        )
        .where(*_within(Assignment.expert_id, expert_ids))
        .group_by(Assignment.expert_id)
    )


def _asked(
    quarter: datetime, expert_ids: Collection[int] | None, leave_out_request: int | None
) -> Select[*tuple[Any, ...]]:
    elsewhere = Invitation.request_id != leave_out_request
    waiting = Invitation.state == InvitationState.OPEN
    return (
        select(
            Invitation.expert_id,
            func.count().filter(waiting, elsewhere).label("waiting"),
            func.max(Invitation.sent_at).label("last_at"),
            func.count().filter(Invitation.sent_at >= quarter).label("often"),
        )
        .where(*_within(Invitation.expert_id, expert_ids))
        .group_by(Invitation.expert_id)
    )


def _quarter_start(now: datetime) -> datetime:
    local = now.astimezone(AMSTERDAM)
    first_month = (local.month - 1) // 3 * 3 + 1
    return local.replace(month=first_month, day=1, hour=0, minute=0, second=0, microsecond=0)


def _day(at: datetime | None) -> date | None:
    return at.astimezone(AMSTERDAM).date() if at else None


def _within(
    column: InstrumentedAttribute[int], expert_ids: Collection[int] | None
) -> tuple[ColumnElement[bool], ...]:
    # SQLite takes at most 32,766 values in a statement, so everyone is no list.
    return () if expert_ids is None else (column.in_(expert_ids),)
