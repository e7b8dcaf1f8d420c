"""Erase the free text of a request that should never have been stored."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from service.actions.requests.change_status import record
from service.domain.actor import Actor
from service.storage import request_vector
from service.storage.added_information import AddedInformation
from service.storage.case_note import CaseNote
from service.storage.evaluation import Evaluation
from service.storage.history_event import HistoryEvent
from service.storage.invitation import Invitation
from service.storage.match_run import Candidate, MatchRun
from service.storage.partner_consent import PartnerConsent
from service.storage.request import SupportRequest

ERASABLE = (
    "situation",
    "question",
    "expected_size",
    "done_so_far",
    "avoid",
    "second_contact",
    "neutral_summary",
    "closing_lessons",
)
DERIVED = ("themes", "support_kinds", "knowledge", "similar", "obstacles")


def erase_text(session: Session, now: datetime, request: SupportRequest, actor: Actor) -> None:
    """Empty every free text of the request and what was derived from it; the events stay."""
    for column in ERASABLE:
        setattr(request, column, "")
    request.confirmed_false_alarms = []
    request.text_erased_at = now
    request.ranking_due_at = None
    runs = session.query(MatchRun.id).filter_by(request_id=request.id)
    session.execute(update(Candidate).where(Candidate.match_run_id.in_(runs)).values(reasons=[]))
    session.execute(
        update(MatchRun)
        .where(MatchRun.request_id == request.id)
        .values({name: [] for name in DERIVED})
    )
    request_vector.forget(session, request.id)
    session.execute(
        update(Invitation)
        .where(Invitation.request_id == request.id)
        .values(decline_note="", suggestion="")
    )
    session.execute(
        update(PartnerConsent)
        .where(PartnerConsent.request_id == request.id)
        .values(note="", suggestion="")
    )
    session.execute(
        update(Evaluation).where(Evaluation.request_id == request.id).values(lessons="")
    )
    session.execute(delete(AddedInformation).where(AddedInformation.request_id == request.id))
    session.execute(delete(CaseNote).where(CaseNote.request_id == request.id))
    session.execute(
        update(HistoryEvent).where(HistoryEvent.request_id == request.id).values(note="")
    )
    record(session, now, request, "erase_text", actor)
