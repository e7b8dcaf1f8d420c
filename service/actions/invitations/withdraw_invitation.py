"""The coordinator takes an open invitation back."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.invitations.invite_wave import continue_inviting
from service.actions.invitations.stand_down import close_and_tell
from service.actions.requests.change_status import record
from service.domain.actor import Actor
from service.domain.errors import DeadLink
from service.domain.invitation import InvitationState
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
    close_and_tell(session, now, request, invitation, InvitationState.WITHDRAWN, "withdrawn")
    facts = {"expert_id": invitation.expert_id, "invitation_id": invitation.id}
    record(session, now, request, "invitation_withdrawn", actor, facts=facts, note=note)
    session.flush()
    continue_inviting(session, now, request)
