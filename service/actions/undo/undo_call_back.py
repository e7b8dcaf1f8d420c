"""The requester was not called back after all."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines.unmeet import unmeet
from service.actions.requests.change_status import change_status
from service.actions.requests.follow_calls import follow_calls
from service.domain.actor import Actor
from service.domain.request_status import Act, Status
from service.domain.step import Step
from service.domain.undo import PastAct
from service.storage.request import SupportRequest


def undo_call_back(
    session: Session, now: datetime, request: SupportRequest, act: PastAct, actor: Actor
) -> None:
    """Count the calls that are left; without an answer the clock runs on, it is still to do."""
    if act.facts.get("gave_owner") and request.owner_id == act.facts["gave_owner"]:
        request.owner_id = None
    if follow_calls(session, request):
        return
    unmeet(session, now, request, Step.ACKNOWLEDGEMENT)
    if request.status == Status.ACKNOWLEDGED:
        change_status(session, now, request, Act.UNDO, actor, target=Status.SUBMITTED)
