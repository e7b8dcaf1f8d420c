"""How busy experts are: counted from invitations and assignments."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, func, select
from sqlalchemy.orm import Session

from expert_registry.tables import UtcDateTime
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

_QUARTER = bindparam("quarter", type_=UtcDateTime())
_STARTED = Assignment.state.not_in(NEVER_HELPED)
# Only who had contact has earned a rest; a refusal before it cost no time.
_CONTACTED = Assignment.contacted_at.is_not(None)
_WAITING = Invitation.state == InvitationState.OPEN
_ELSEWHERE = Invitation.request_id.is_distinct_from(bindparam("leave_out"))
_HELPED = select(
    Assignment.expert_id,
    func.count().filter(Assignment.state.in_(LIVE_ASSIGNMENT)).label("active"),
    func.count().filter(Assignment.accepted_at >= _QUARTER, _STARTED).label("started"),
    func.max(Assignment.ended_at).filter(_CONTACTED).label("ended_at"),
).group_by(Assignment.expert_id)
_ASKED = select(
    Invitation.expert_id,
    func.count().filter(_WAITING, _ELSEWHERE).label("waiting"),
    func.max(Invitation.sent_at).label("last_at"),
    func.count().filter(Invitation.sent_at >= _QUARTER).label("often"),
).group_by(Invitation.expert_id)
_THESE: BindParameter[int] = bindparam("expert_ids", expanding=True)
# SQLite takes at most 32,766 values in a statement, so everyone is no list.
_OF_EVERYONE = _HELPED, _ASKED
_OF_SOME = (
    _HELPED.where(Assignment.expert_id.in_(_THESE)),
    _ASKED.where(Invitation.expert_id.in_(_THESE)),
)


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
    values: dict[str, Any] = {"quarter": _quarter_start(now), "leave_out": leave_out_request}
    if expert_ids is not None:
        values["expert_ids"] = list(expert_ids)
    helped_of, asked_of = _OF_EVERYONE if expert_ids is None else _OF_SOME
    helped = {row.expert_id: row for row in session.execute(helped_of, values)}
    # Nobody helps who was not asked.
    return {
        row.expert_id: _load(row, helped.get(row.expert_id))
        for row in session.execute(asked_of, values)
    }


def _load(asked: Row[*tuple[Any, ...]], helped: Row[*tuple[Any, ...]] | None) -> Load:
    return Load(
        active=helped.active if helped else 0,
        open_invitations=asked.waiting,
        started_this_quarter=helped.started if helped else 0,
        last_ended_on=_day(helped.ended_at) if helped else None,
        last_asked_at=asked.last_at,
        asked_this_quarter=asked.often,
    )


def _quarter_start(now: datetime) -> datetime:
    local = now.astimezone(AMSTERDAM)
    first_month = (local.month - 1) // 3 * 3 + 1
    return local.replace(month=first_month, day=1, hour=0, minute=0, second=0, microsecond=0)


def _day(at: datetime | None) -> date | None:
    return at.astimezone(AMSTERDAM).date() if at else None
