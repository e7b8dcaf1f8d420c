"""The triage decision to look for an expert."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.requests.change_status import change_status, check_not_held
from service.domain.actor import Actor
from service.domain.request_status import Act
from service.domain.step import Step
from service.storage.request import SupportRequest


def decide_to_match(session: Session, now: datetime, request: SupportRequest, actor: Actor) -> None:
    """Decide to match. Raises StillOnHold while the request is held."""
    check_not_held(request)
    if request.owner_id is None:
        request.owner_id = actor.id
    change_status(session, now, request, Act.DECIDE_TO_MATCH, actor)
    clocks.meet(session, now, request.id, Step.TRIAGE)
