"""When the requester was first called, and first answered at all: as the history tells it."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.domain.request_status import Act
from service.domain.requester_check import most_telling
from service.domain.step import Step
from service.storage import history_event
from service.storage.history_event import HistoryEvent
from service.storage.request import SupportRequest


def follow_calls(session: Session, request: SupportRequest) -> bool:
    """Let the request and the clock of the acknowledgement follow the calls that stand.

    Gives whether the requester was answered, by a call or by a mail of a person. A mail from
    before a reopening answers nothing: its clock began anew.
    """
    answers = history_event.standing(session, request.id, Act.CALL_BACK)
    calls = [_called_at(event) for event in answers if not _by_mail(event)]
    mails = [e.at for e in answers if _by_mail(e) and e.at >= request.round_began]
    request.called_back_at = min(calls, default=None)
    request.call_back_via = most_telling(event.facts.get("via") for event in answers)
    if not calls and not mails:
        return False
    clocks.correct_met(session, min(calls + mails), request.id, Step.ACKNOWLEDGEMENT)
    return True


def _called_at(event: HistoryEvent) -> datetime:
    found = event.facts.get("called_at")
    return datetime.fromisoformat(found) if found else event.at


def _by_mail(event: HistoryEvent) -> bool:
    return event.facts.get("by") == "mail"
