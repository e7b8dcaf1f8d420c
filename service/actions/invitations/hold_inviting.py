"""Hold the cascade of a request for a while, and let it go on."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.invitations.invite_wave import continue_inviting
from service.actions.requests.change_status import record
from service.domain.actor import Actor
from service.storage.request import SupportRequest


def set_inviting_on_hold(
    session: Session, now: datetime, request: SupportRequest, actor: Actor, on_hold: bool
) -> None:
    """Stop the automatic next invitations, or go on with them at once."""
    if request.inviting_on_hold == on_hold:
        return
    request.inviting_on_hold = on_hold
    kind = "inviting_held" if on_hold else "inviting_continued"
    record(session, now, request, kind, actor)
    if not on_hold:
        continue_inviting(session, now, request)
