"""What every end of a request has in common: nobody is left waiting."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.invitations.stand_down import stand_down_assignments, stand_down_invitations
from service.actions.partner_consent.close_consents import close_consents
from service.storage import invitation as invitations
from service.storage.request import SupportRequest


def wind_up(session: Session, now: datetime, request: SupportRequest, reason: str) -> None:
    """Stop ranking and clocks; stand down open invitations, consents and live assignments."""
    request.ranking_due_at = request.ask_again_at = None
    request.status_before_pause = None
    stand_down_invitations(session, now, request, reason)
    close_consents(session, now, request)
    live = invitations.live_assignments(session, request.id)
    stand_down_assignments(session, now, request, live, reason)
    clocks.cancel(session, now, request.id)
