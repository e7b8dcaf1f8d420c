"""The state of a request follows from its places, assignments and open invitations."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.partner_consent.close_consents import close_consents
from service.actions.requests.change_status import change_status
from service.domain.actor import Actor
from service.domain.request_status import (
    Status,
    act_towards,
    status_from_places,
)
from service.storage import invitation as invitations
from service.storage.request import SupportRequest

FOLLOWING = (Status.PROPOSED, Status.INVITED, Status.ACCEPTED, Status.CONTACTED, Status.ACTIVE)


def follow_places(session: Session, now: datetime, request: SupportRequest, actor: Actor) -> None:
    """Bring the state of a request that is being asked around, or is under way, up to date."""
    if request.status not in FOLLOWING:
        return
    session.flush()
    live = invitations.live_states(session, request.id)
    open_now = invitations.waiting_for_an_answer(session, request.id)
    clocks.watch_free_places(session, now, request, len(live) < request.places)
    if len(live) >= request.places:
        close_consents(session, now, request)
    target = status_from_places(request.places, live, open_now)
    act = act_towards(Status(request.status), target)
    if act is not None:
        change_status(session, now, request, act, actor, target=target)
