"""Erase the free text of a request that should never have been stored."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from service.actions.requests.change_status import record
from service.actions.requests.forget_reading import forget_reading
from service.actions.retention.legal_hold import check_may_erase
from service.domain.actor import Actor
from service.storage import case_text
from service.storage.added_information import AddedInformation
from service.storage.case_note import CaseNote
from service.storage.forgetting import leave_nothing_behind
from service.storage.request import SupportRequest


def erase_text(session: Session, now: datetime, request: SupportRequest, actor: Actor) -> None:
    """Empty every free text of the request and what was derived from it; the events stay.

    Raises UnderLegalHold.
    """
    check_may_erase(session, request)
    for found in case_text.of_request(session, request):
        found.put("")
    request.confirmed_false_alarms = []
    request.text_erased_at = now
    request.ranking_due_at = None
    forget_reading(session, request)
    leave_nothing_behind(session)
    session.execute(delete(AddedInformation).where(AddedInformation.request_id == request.id))
    session.execute(delete(CaseNote).where(CaseNote.request_id == request.id))
    record(session, now, request, "erase_text", actor)
