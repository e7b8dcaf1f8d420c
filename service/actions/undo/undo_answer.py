"""An answer was recorded, or clicked, by mistake: the invitation waits for an answer again."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.tables import bump_version
from service.actions.deadlines import clocks
from service.actions.deadlines.reaction_clock import reopen_reaction
from service.actions.invitations.follow_places import follow_places
from service.actions.mail.queue import queue_mail
from service.domain.actor import Actor
from service.domain.invitation import InvitationState
from service.domain.request_status import AssignmentState
from service.domain.undo import PastAct
from service.storage.invitation import Assignment, Invitation
from service.storage.request import SupportRequest


def undo_acceptance(
    session: Session, now: datetime, request: SupportRequest, act: PastAct, actor: Actor
) -> None:
    """Free the place; both sides hear that the name and the appointment do not hold."""
    assignment = session.scalars(
        select(Assignment).where(Assignment.invitation_id == act.facts["invitation_id"])
    ).one()
    assignment.state, assignment.ended_at = AssignmentState.UNDONE, now
    assignment.calendar_sequence += 1
    clocks.cancel(session, now, request.id, assignment_id=assignment.id)
    session.flush()
    queue_mail(session, now, "acceptance_undone", request, assignment=assignment)
    _open_again(session, now, request, assignment.invitation, actor, assignment)


def undo_decline(
    session: Session, now: datetime, request: SupportRequest, act: PastAct, actor: Actor
) -> None:
    """Let the expert answer again; whoever was asked instead stays asked."""
    invitation = session.get_one(Invitation, act.facts["invitation_id"])
    if invitation.unavailable_until is not None:
        _restore_absence(session, invitation, act)
    invitation.decline_reason, invitation.unavailable_until = None, None
    invitation.decline_note = invitation.suggestion = ""
    _open_again(session, now, request, invitation, actor, None)


def _open_again(
    session: Session,
    now: datetime,
    request: SupportRequest,
    invitation: Invitation,
    actor: Actor,
    assignment: Assignment | None,
) -> None:
    invitation.state, invitation.answered_at = InvitationState.OPEN, None
    invitation.answered_by_staff_id = None
    reopen_reaction(session, now, invitation)
    queue_mail(
        session,
        now,
        "answer_undone",
        request,
        to_expert_id=invitation.expert_id,
        invitation=invitation,
        assignment=assignment,
    )
    follow_places(session, now, request, actor)


def _restore_absence(session: Session, invitation: Invitation, act: PastAct) -> None:
    """Put back what the profile said before the answer, unless it was changed since."""
    expert = invitation.expert
    if expert.unavailable_until != invitation.unavailable_until:
        return
    since, until = act.facts.get("absence_before", (None, None))
    expert.unavailable_since = date.fromisoformat(since) if since else None
    expert.unavailable_until = date.fromisoformat(until) if until else None
    expert.revision += 1
    bump_version(session)
