"""Ask the requester a question; the bureau's clocks pause until the answer."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.mail.queue import queue_mail
from service.actions.requests.change_status import change_status
from service.actions.requests.remind_requester import wait_for_requester
from service.domain.actor import Actor
from service.domain.errors import InvalidChoice
from service.domain.language import gettext as _
from service.domain.request_status import Act, Status
from service.domain.step import Step
from service.storage.added_information import AddedInformation
from service.storage.request import SupportRequest


def ask_requester(
    session: Session, now: datetime, request: SupportRequest, actor: Actor, question: str
) -> None:
    """Mail the question and wait. A mail by a person counts as the personal acknowledgement."""
    if not question.strip():
        raise InvalidChoice("question", _("Vul uw vraag aan de gemeente in."))
    if request.status == Status.SUBMITTED:
        change_status(session, now, request, Act.CALL_BACK, actor, facts={"by": "mail"})
        clocks.meet(session, now, request.id, Step.ACKNOWLEDGEMENT)
    if request.owner_id is None:
        request.owner_id = actor.id
    before = request.status
    change_status(session, now, request, Act.ASK_REQUESTER, actor)
    request.status_before_pause = before
    session.add(
        AddedInformation(request_id=request.id, at=now, from_requester=False, text=question.strip())
    )
    clocks.pause(session, request)
    wait_for_requester(now, request)
    queue_mail(session, now, "question", request)
