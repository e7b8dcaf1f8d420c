"""Cases that nobody owns or that wait for nothing, and rankings that do not come."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from service.domain.alarm import RANKED_WITHIN, AlarmKind, Finding
from service.domain.invitation import InvitationState
from service.domain.request_status import OPEN_STATES, Status
from service.domain.step import Step
from service.storage.deadline import Deadline
from service.storage.history_event import HistoryEvent
from service.storage.invitation import Invitation
from service.storage.match_run import MatchRun
from service.storage.request import SupportRequest

MOST_READ = 200
# While a case is active the expert is at work; it ends when the coordinator closes it.
_WAITS_FOR_NO_CLOCK = (Status.AWAITING_REQUESTER, Status.ACTIVE)


def case_trouble(session: Session, now: datetime) -> Iterator[Finding]:
    """Give the open cases without an owner after the term of the first answer, without a next
    step, or without a proposal that should be there."""
    for kind, condition in (
        (AlarmKind.CASE_WITHOUT_OWNER, _without_owner(now)),
        (AlarmKind.CASE_WITHOUT_NEXT_STEP, _without_next_step()),
        (AlarmKind.RANKING_LATE, _without_ranking(now)),
    ):
        found = session.scalars(
            select(SupportRequest.reference)
            .where(SupportRequest.status.in_(OPEN_STATES), condition)
            .order_by(SupportRequest.id)
            .limit(MOST_READ)
        )
        yield from (Finding(kind, reference) for reference in found)


def _without_owner(now: datetime) -> ColumnElement[bool]:
    of_case = (Deadline.request_id == SupportRequest.id, Deadline.step == Step.ACKNOWLEDGEMENT)
    over = exists().where(*of_case, Deadline.due_at <= now, Deadline.paused.is_(False))
    ahead = exists().where(*of_case, or_(Deadline.due_at > now, Deadline.paused.is_(True)))
    return and_(SupportRequest.owner_id.is_(None), over, ~ahead)


def _without_next_step() -> ColumnElement[bool]:
    clock_runs = exists().where(
        Deadline.request_id == SupportRequest.id,
        Deadline.step != Step.RECEIPT,
        Deadline.met_at.is_(None),
        Deadline.cancelled_at.is_(None),
    )
    somebody_is_asked = exists().where(
        Invitation.request_id == SupportRequest.id, Invitation.state == InvitationState.OPEN
    )
    return and_(
        SupportRequest.status.not_in(_WAITS_FOR_NO_CLOCK),
        SupportRequest.ask_again_at.is_(None),
        ~clock_runs,
        ~somebody_is_asked,
    )


def _without_ranking(now: datetime) -> ColumnElement[bool]:
    """A ranking that fails is put off again and again, so a first one counts from submission."""
    before = now - RANKED_WITHIN
    ranked = exists().where(MatchRun.request_id == SupportRequest.id)
    started_anew = exists().where(
        HistoryEvent.request_id == SupportRequest.id,
        HistoryEvent.kind.in_(("release_hold", "reopen")),
        HistoryEvent.at > before,
    )
    first = and_(
        SupportRequest.ranking_due_at.is_not(None),
        SupportRequest.submitted_at <= before,
        ~started_anew,
        ~ranked,
    )
    return and_(SupportRequest.held.is_(False), or_(SupportRequest.ranking_due_at <= before, first))
