"""Counts over requests, clocks, invitations and experts, without any text or name in them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from expert_registry.tables import Expert
from service.domain.case_figures import CaseFact, ClockFact
from service.domain.request_status import OPEN_STATES, AssignmentState
from service.domain.step import Step
from service.domain.urgency import Urgency
from service.storage.deadline import Deadline
from service.storage.invitation import Assignment, Invitation
from service.storage.request import SupportRequest


@dataclass(frozen=True)
class OpenCase:
    """One open request: its state, and its first end and first warning among running clocks."""

    status: str
    due_at: datetime | None
    warn_at: datetime | None


@dataclass(frozen=True)
class Answers:
    """How many invitations of a partner's experts have a state and a reason for declining."""

    partner_id: str
    state: str
    decline_reason: str | None
    count: int


def case_facts(session: Session, since: datetime | None) -> list[CaseFact]:
    """Give the requests that were submitted from a moment on (None: ever)."""
    yes = (
        select(Assignment.request_id, func.min(Assignment.accepted_at).label("at"))
        .where(Assignment.state != AssignmentState.UNDONE)
        .group_by(Assignment.request_id)
        .subquery()
    )
    rows = session.execute(
        select(SupportRequest.urgency, SupportRequest.themes, SupportRequest.submitted_at, yes.c.at)
        .outerjoin(yes, yes.c.request_id == SupportRequest.id)
        .where(*_submitted(since))
    )
    return [CaseFact(Urgency(row[0]), tuple(row[1]), row[2], row[3]) for row in rows]


def clock_facts(session: Session, since: datetime | None, now: datetime) -> dict[ClockFact, int]:
    """Give what is known of the clocks of those requests, and of how many each holds."""
    met = Deadline.met_at.is_not(None)
    found = (
        select(
            Deadline.step.label("step"),
            met.label("met"),
            and_(met, Deadline.met_at <= Deadline.due_at).label("in_time"),
            Deadline.cancelled_at.is_not(None).label("cancelled"),
            Deadline.breached_at.is_not(None).label("breached"),
            and_(Deadline.due_at <= now, Deadline.paused.is_(False)).label("over"),
        )
        .join(SupportRequest, SupportRequest.id == Deadline.request_id)
        .where(*_submitted(since))
        .subquery()
    )
    rows = session.execute(select(*found.c, func.count()).group_by(*found.c))
    return {ClockFact(Step(row[0]), *(bool(fact) for fact in row[1:-1])): row[-1] for row in rows}


def open_cases(session: Session) -> list[OpenCase]:
    """Give the open requests with their clocks; the receipt is the machine's and is left out."""
    running = and_(
        Deadline.request_id == SupportRequest.id,
        Deadline.step != Step.RECEIPT,
        Deadline.met_at.is_(None),
        Deadline.cancelled_at.is_(None),
        Deadline.paused.is_(False),
    )
    rows = session.execute(
        select(SupportRequest.status, func.min(Deadline.due_at), func.min(Deadline.warn_at))
        .outerjoin(Deadline, running)
        .where(SupportRequest.status.in_(OPEN_STATES))
        .group_by(SupportRequest.id, SupportRequest.status)
    )
    return [OpenCase(*row) for row in rows]


def invitation_answers(session: Session, since: datetime | None) -> list[Answers]:
    """Give how the invitations for those requests ended, per partner."""
    groups = (Expert.partner_id, Invitation.state, Invitation.decline_reason)
    rows = session.execute(
        select(*groups, func.count())
        .join(Expert, Expert.id == Invitation.expert_id)
        .join(SupportRequest, SupportRequest.id == Invitation.request_id)
        .where(*_submitted(since))
        .group_by(*groups)
    )
    return [Answers(*row) for row in rows]


def _submitted(since: datetime | None) -> tuple[ColumnElement[bool], ...]:
    return () if since is None else (SupportRequest.submitted_at >= since,)
