"""Forget nobody while the requester has the ball: a reminder, and word to the owner."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines.terms_of import terms_of
from service.actions.mail.queue import queue_mail, queue_staff_mail
from service.actions.mail.recipients import owner_or_on_call
from service.domain.actor import SYSTEM
from service.domain.requester_silence import remind_at
from service.storage import history_event
from service.storage.request import SupportRequest


def wait_for_requester(now: datetime, request: SupportRequest) -> None:
    """Set when the sweep looks whether the question was answered."""
    terms = terms_of(request, now)
    request.ask_again_at = remind_at(terms.agreement, terms.urgency, now, terms.holidays)


def remind_requester(session: Session, now: datetime, request: SupportRequest) -> None:
    """Remind the requester once per question; the owner hears of it each time."""
    reminded = request.id in history_event.reminded(session, [request.id])
    kind = "requester_still_silent" if reminded else "requester_reminded"
    if not reminded:
        queue_mail(session, now, "question_reminder", request)
    history_event.append(session, request.id, now, kind, SYSTEM)
    queue_staff_mail(
        session, now, "requester_silent", request, owner_or_on_call(session, now, request)
    )
    wait_for_requester(now, request)
