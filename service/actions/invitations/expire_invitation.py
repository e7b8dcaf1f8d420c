"""Close an invitation that was not answered in time and ask the next expert."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines.reaction_clock import reopen_reaction
from service.actions.invitations.invite_wave import continue_inviting
from service.actions.requests.change_status import record
from service.domain.actor import SYSTEM
from service.domain.invitation import InvitationState
from service.storage import request as requests
from service.storage.invitation import Invitation


def expire_invitation(session: Session, now: datetime, invitation: Invitation) -> None:
    """Let an open invitation expire; an answered one stays as it is.

    While the request is held nobody can say yes: then the expert gets more time instead.
    """
    request = requests.lock(session, invitation.request_id)
    if invitation.state != InvitationState.OPEN:
        return
    if request.held:
        reopen_reaction(session, now, invitation)
        return
    invitation.state = InvitationState.EXPIRED
    invitation.answered_at = now
    facts = {"expert_id": invitation.expert_id, "invitation_id": invitation.id}
    record(session, now, request, "invitation_expired", SYSTEM, facts=facts)
    session.flush()
    continue_inviting(session, now, request)
