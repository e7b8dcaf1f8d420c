"""What an invited expert sees: the neutral summary, and nothing of the full text."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.domain.errors import DeadLink
from service.domain.invitation import InvitationState
from service.domain.opening_hours import AMSTERDAM
from service.domain.request_status import LIVE_ASSIGNMENT, AssignmentState
from service.domain.step import Step
from service.domain.urgency import Urgency
from service.mail.calendar_part import DURATION
from service.storage import deadline as deadlines
from service.storage.invitation import Assignment, Invitation
from service.storage.request import SupportRequest
from service.web.invitations.answer_forms import decline_reasons
from service.web.invitations.suggested_moments import suggested_moments
from service.web.labels import partner_name, support_kind_labels


@dataclass(frozen=True)
class InvitationPage:
    """Everything on the page; times are aware UTC.

    `municipality` is empty when it is not to be named. Then there is no `expected_day` either:
    of a day that the news tells of anybody can find the municipality.
    """

    state: str
    answered_at: datetime | None
    answer_by: datetime
    summary: str
    urgency: Urgency
    support_kinds: list[str]
    partner: str
    municipality: str
    expected_day: date | None
    contact_by: datetime | None
    minutes: int
    moments: list[datetime]
    first_contact_at: datetime | None
    reasons: list[tuple[str, str]]


def check_shown(session: Session, invitation: Invitation, now: datetime) -> None:
    """Raise DeadLink unless the invitation waits for an answer, or its answer still counts."""
    state = InvitationState(invitation.state)
    if state is InvitationState.OPEN and now >= invitation.answer_by:
        raise DeadLink(InvitationState.EXPIRED)
    if state not in (InvitationState.OPEN, InvitationState.ACCEPTED, InvitationState.DECLINED):
        raise DeadLink(state)
    assignment = _assignment(session, invitation)
    if assignment and assignment.state in (AssignmentState.REFUSED, AssignmentState.HANDED_BACK):
        raise DeadLink(assignment.state)


def invitation_page(session: Session, invitation: Invitation, now: datetime) -> InvitationPage:
    """Read what the expert may see before and after the answer."""
    request = session.get_one(SupportRequest, invitation.request_id)
    urgency = Urgency(request.urgency)
    running = deadlines.running(session, request.id, Step.FIRST_CONTACT)
    contact_by = running[0].due_at if running else None
    assignment = _assignment(session, invitation)
    return InvitationPage(
        state=invitation.state,
        answered_at=invitation.answered_at,
        answer_by=invitation.answer_by,
        summary=request.neutral_summary,
        urgency=urgency,
        support_kinds=support_kind_labels(session, request.support_kinds),
        partner=partner_name(session, invitation.expert.partner_id),
        municipality=request.municipality if request.municipality_may_be_named else "",
        expected_day=_day(request) if request.municipality_may_be_named else None,
        minutes=DURATION // timedelta(minutes=1),
        contact_by=contact_by if contact_by and contact_by > now else None,
        moments=suggested_moments(now, contact_by, urgency),
        first_contact_at=assignment.first_contact_at if assignment and _lives(assignment) else None,
        reasons=decline_reasons(),
    )


def _day(request: SupportRequest) -> date | None:
    """The hour would say more of the case than an expert needs to decide."""
    moment = request.expected_moment
    return moment.astimezone(AMSTERDAM).date() if moment else None


def _lives(assignment: Assignment) -> bool:
    return assignment.state in LIVE_ASSIGNMENT


def _assignment(session: Session, invitation: Invitation) -> Assignment | None:
    return session.scalar(select(Assignment).where(Assignment.invitation_id == invitation.id))
