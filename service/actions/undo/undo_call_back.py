"""The requester was not called back after all."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines.unmeet import unmeet
from service.actions.requests.change_status import change_status
from service.domain.actor import Actor
from service.domain.request_status import Act, Status
from service.domain.step import Step
from service.domain.undo import PastAct
from service.storage import history_event
from service.storage.request import SupportRequest


def undo_call_back(
    session: Session, now: datetime, request: SupportRequest, act: PastAct, actor: Actor
) -> None:
    """Count the calls that are left; without one the clock runs on and the call is still to do."""
    if act.facts.get("gave_owner") and request.owner_id == act.facts["gave_owner"]:
        request.owner_id = None
    request.called_back_at = _first_call(session, request)
    if request.called_back_at is not None:
        return
    unmeet(session, now, request, Step.ACKNOWLEDGEMENT)
    if request.status == Status.ACKNOWLEDGED:
        change_status(session, now, request, Act.UNDO, actor, target=Status.SUBMITTED)


def _first_call(session: Session, request: SupportRequest) -> datetime | None:
    events = history_event.of_request(session, request.id)
    undone = {event.facts.get("undone_event") for event in events}
    moments = [
        datetime.fromisoformat(event.facts["called_at"])
        for event in events
        if event.id not in undone and event.kind == Act.CALL_BACK and "called_at" in event.facts
    ]
    return min(moments, default=None)
