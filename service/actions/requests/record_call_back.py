"""Record that the requester was called back: the personal acknowledgement."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.requests.change_status import change_status, record
from service.domain.actor import Actor
from service.domain.request_status import Act, Status
from service.domain.step import Step
from service.storage.request import SupportRequest


def record_call_back(
    session: Session, now: datetime, request: SupportRequest, actor: Actor, note: str = ""
) -> None:
    """Record the call; the first one ends the acknowledgement clock and gives the case an owner."""
    if request.called_back_at is None:
        request.called_back_at = now
    if request.owner_id is None:
        request.owner_id = actor.id
    clocks.meet(session, now, request.id, Step.ACKNOWLEDGEMENT)
    if request.status == Status.SUBMITTED:
        change_status(session, now, request, Act.CALL_BACK, actor, note=note)
    else:
        record(session, now, request, Act.CALL_BACK, actor, note=note)
