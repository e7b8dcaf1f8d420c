"""Close an invitation that cannot lead to help, tell the owner and ask the next expert."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.invitations.invite_wave import continue_inviting
from service.actions.mail.queue import queue_staff_mail
from service.actions.mail.recipients import owner_or_on_call
from service.actions.requests.change_status import record
from service.domain.actor import SYSTEM
from service.domain.invitation import InvitationState
from service.domain.step import Step
from service.storage import request as requests
from service.storage.invitation import Invitation
from service.storage.request import SupportRequest


def close_as_not_possible(
    session: Session,
    now: datetime,
    request: SupportRequest,
    invitation: Invitation,
    kinds: Sequence[str],
) -> None:
    """Close an invitation because the check at acceptance found an obstacle of these kinds."""
    _close(session, now, request, invitation, InvitationState.NOT_POSSIBLE, kinds)
    queue_staff_mail(session, now, "not_possible", request, owner_or_on_call(session, now, request))
    continue_inviting(session, now, request)


def close_as_undeliverable(session: Session, now: datetime, invitation: Invitation) -> None:
    """Close an open invitation whose mail can never arrive; an answered one stays as it is."""
    request = requests.lock(session, invitation.request_id)
    session.refresh(invitation)
    if invitation.state != InvitationState.OPEN or invitation.mailed_at is not None:
        return
    _close(session, now, request, invitation, InvitationState.UNDELIVERABLE, ["mail"])
    continue_inviting(session, now, request)


def _close(
    session: Session,
    now: datetime,
    request: SupportRequest,
    invitation: Invitation,
    state: InvitationState,
    kinds: Sequence[str],
) -> None:
    invitation.state, invitation.answered_at = state, now
    clocks.cancel(session, now, request.id, Step.EXPERT_REACTION, invitation_id=invitation.id)
    facts = {
        "expert_id": invitation.expert_id,
        "invitation_id": invitation.id,
        "kinds": list(kinds),
    }
    record(session, now, request, f"invitation_{state}", SYSTEM, facts=facts)
    session.flush()
