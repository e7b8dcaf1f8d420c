"""Take a request up for a decision."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.requests.change_status import change_status
from service.domain.actor import Actor
from service.domain.request_status import Act
from service.storage.request import SupportRequest


def start_triage(session: Session, now: datetime, request: SupportRequest, actor: Actor) -> None:
    """Start triage; the actor becomes the owner where there is none."""
    if request.owner_id is None:
        request.owner_id = actor.id
    change_status(session, now, request, Act.START_TRIAGE, actor)
