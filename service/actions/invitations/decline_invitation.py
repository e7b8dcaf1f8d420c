"""An expert says no: the next one is asked at once."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.experts.set_absence import set_absence
from service.actions.invitations.invite_wave import continue_inviting
from service.actions.mail.queue import queue_staff_mail
from service.actions.mail.recipients import owner_or_on_call
from service.actions.requests.change_status import record
from service.domain.actor import Actor, ActorKind
from service.domain.invitation import DeclineReason, InvitationState, check_answer
from service.domain.step import Step
from service.storage import request as requests
from service.storage.invitation import Invitation


def decline_invitation(
    session: Session,
    now: datetime,
    invitation: Invitation,
    reason: DeclineReason,
    actor: Actor,
    note: str = "",
    unavailable_until: date | None = None,
    suggestion: str = "",
) -> None:
    """Decline; the same answer again changes nothing.

    `unavailable_until` is stored in the expert's profile, a suggested colleague is passed to
    the owner of the case. Raises AlreadyAnswered, DeadLink and InvalidChoice.
    """
    request = requests.lock(session, invitation.request_id)
    session.refresh(invitation)
    state = InvitationState(invitation.state)
    if not check_answer(state, InvitationState.DECLINED, invitation.answer_by, now):
        return
    before = invitation.expert.unavailable_since, invitation.expert.unavailable_until
    if unavailable_until is not None:
        set_absence(session, now, invitation.expert, unavailable_until, actor)
        invitation.unavailable_until = unavailable_until
    invitation.state = InvitationState.DECLINED
    invitation.answered_at = now
    invitation.answered_by_staff_id = actor.id if actor.kind is ActorKind.STAFF else None
    invitation.decline_reason = reason
    invitation.decline_note, invitation.suggestion = note.strip(), suggestion.strip()
    clocks.meet(session, now, request.id, Step.EXPERT_REACTION, invitation_id=invitation.id)
    facts = {
        "expert_id": invitation.expert_id,
        "invitation_id": invitation.id,
        "reason": reason,
        "absence_before": [day and day.isoformat() for day in before],
    }
    record(session, now, request, "invitation_declined", actor, facts=facts)
    if invitation.suggestion:
        queue_staff_mail(
            session, now, "suggestion", request, owner_or_on_call(session, now, request)
        )
    session.flush()
    continue_inviting(session, now, request)
