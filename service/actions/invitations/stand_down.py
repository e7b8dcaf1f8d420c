"""Tell those who are no longer needed, so that nobody keeps an evening free for nothing."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.mail.queue import queue_mail
from service.actions.requests.change_status import record
from service.domain.actor import SYSTEM
from service.domain.invitation import InvitationState
from service.domain.request_status import AssignmentState
from service.domain.step import Step
from service.storage import invitation as invitations
from service.storage.invitation import Assignment, Invitation
from service.storage.request import SupportRequest


def stand_down_invitations(
    session: Session, now: datetime, request: SupportRequest, reason: str
) -> None:
    """Close every open invitation; `reason` is 'filled', 'withdrawn' or 'request_ended'."""
    for invitation in invitations.open_of_request(session, request.id):
        stand_down_invitation(session, now, request, invitation, reason)


def stand_down_invitation(
    session: Session, now: datetime, request: SupportRequest, invitation: Invitation, reason: str
) -> None:
    """Close one open invitation and tell the expert."""
    close_and_tell(session, now, request, invitation, InvitationState.STOOD_DOWN, reason)
    facts = {"expert_id": invitation.expert_id, "reason": reason}
    record(session, now, request, "stand_down", SYSTEM, facts=facts)


def close_and_tell(
    session: Session,
    now: datetime,
    request: SupportRequest,
    invitation: Invitation,
    state: InvitationState,
    reason: str,
) -> None:
    """Close an open invitation in this state, stop its clock and mail the expert the reason."""
    invitation.state, invitation.answered_at = state, now
    clocks.cancel(session, now, request.id, Step.EXPERT_REACTION, invitation_id=invitation.id)
    queue_mail(
        session,
        now,
        "stand_down",
        request,
        to_expert_id=invitation.expert_id,
        invitation=invitation,
        facts={"reason": reason},
    )


def stand_down_assignments(
    session: Session,
    now: datetime,
    request: SupportRequest,
    assignments: Sequence[Assignment],
    reason: str,
) -> None:
    """End assignments of a request that ended early; both calendars get a cancellation."""
    for assignment in assignments:
        assignment.state = AssignmentState.CLOSED
        assignment.ended_at = now
        assignment.calendar_sequence += 1
        queue_mail(
            session,
            now,
            "stand_down",
            request,
            to_expert_id=assignment.expert_id,
            assignment=assignment,
            facts={"reason": reason},
        )
        queue_mail(session, now, "appointment_cancelled", request, assignment=assignment)
        facts = {"expert_id": assignment.expert_id, "reason": reason}
        record(session, now, request, "stand_down", SYSTEM, facts=facts)
