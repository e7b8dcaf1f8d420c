"""The coordinator takes an open invitation back."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.invitations.invite_wave import continue_inviting
from service.actions.mail.queue import queue_mail
from service.actions.requests.change_status import record
from service.domain.actor import Actor
from service.domain.errors import DeadLink
from service.domain.invitation import InvitationState
from service.domain.step import Step
from service.storage import request as requests
from service.storage.invitation import Invitation


def withdraw_invitation(
    session: Session, now: datetime, invitation: Invitation, actor: Actor, note: str = ""
) -> None:
    """Withdraw the invitation, tell the expert and ask the next one of the list."""
    request = requests.lock(session, invitation.request_id)
    session.refresh(invitation)
    if invitation.state != InvitationState.OPEN:
        raise DeadLink(invitation.state)
    invitation.state = InvitationState.WITHDRAWN
    invitation.answered_at = now
    clocks.cancel(session, now, request.id, Step.EXPERT_REACTION, invitation_id=invitation.id)
    queue_mail(
        session,
        now,
        "stand_down",
        request,
        to_expert_id=invitation.expert_id,
        invitation=invitation,
        facts={"reason": "withdrawn"},
    )
    facts = {"expert_id": invitation.expert_id, "invitation_id": invitation.id}
    record(session, now, request, "invitation_withdrawn", actor, facts=facts, note=note)
    session.flush()
    continue_inviting(session, now, request)
