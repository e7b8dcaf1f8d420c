"""The requester adds information, on the status page or by telephone."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.invitations.invite_wave import continue_inviting
from service.actions.mail.queue import queue_staff_mail
from service.actions.mail.recipients import owner_or_on_call
from service.actions.requests.change_status import change_status, record
from service.actions.requests.hold_for_signals import hold_for_signals, signals_in
from service.domain.actor import REQUESTER, Actor
from service.domain.errors import InvalidChoice, StepNotAllowed
from service.domain.language import gettext as _
from service.domain.request_status import OPEN_STATES, Act, Status
from service.storage.added_information import AddedInformation
from service.storage.request import SupportRequest


def add_information(
    session: Session,
    now: datetime,
    request: SupportRequest,
    text: str,
    actor: Actor = REQUESTER,
) -> None:
    """Store the text and tell the owner; an answer that was waited for starts the clocks again.

    A referral signal in the text holds the request.
    Raises StepNotAllowed when the request has ended.
    """
    if not text.strip():
        raise InvalidChoice("text", _("Vul in wat u wilt toevoegen."))
    if request.status not in OPEN_STATES:
        raise StepNotAllowed("add_information", request.status)
    session.add(
        AddedInformation(request_id=request.id, at=now, from_requester=True, text=text.strip())
    )
    hold_for_signals(session, now, request, signals_in(text))
    if request.status == Status.AWAITING_REQUESTER and request.status_before_pause:
        target = Status(request.status_before_pause)
        change_status(session, now, request, Act.RESUME, actor, target=target)
        session.flush()
        clocks.resume(session, now, request)
        request.ask_again_at = None
        continue_inviting(session, now, request)
    else:
        record(session, now, request, "add_information", actor)
    queue_staff_mail(
        session, now, "information_added", request, owner_or_on_call(session, now, request)
    )
