"""Erase what a case says and about whom; its numbers, moments and states stay."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from service.actions.requests.change_status import record
from service.actions.requests.forget_reading import forget_reading
from service.domain.actor import SYSTEM
from service.domain.retention import Destroyed, RuleCode
from service.domain.retention_table import columns_under
from service.storage.added_information import AddedInformation
from service.storage.case_note import CaseNote
from service.storage.evaluation import Evaluation
from service.storage.forgetting import leave_nothing_behind
from service.storage.history_event import HistoryEvent
from service.storage.invitation import Invitation
from service.storage.match_run import Candidate, MatchRun
from service.storage.notice import Notice
from service.storage.outbox_mail import OutboxMail
from service.storage.partner_consent import PartnerConsent
from service.storage.read_mark import ReadMark
from service.storage.request import SupportRequest
from service.storage.request_vector import RequestVector

AFTER_TERM = "erased_after_term"
ON_REQUEST = "erased_on_request"

# Mypy does not know that each of these has a `request_id`.
_EMPTIED: tuple[tuple[Any, dict[str, Any]], ...] = (
    (HistoryEvent, {"note": ""}),
    (Invitation, {"decline_note": "", "suggestion": "", "unavailable_until": None}),
    (PartnerConsent, {"note": "", "suggestion": ""}),
    (Evaluation, {"lessons": ""}),
)
_DELETED: tuple[tuple[Any, RuleCode], ...] = (
    (AddedInformation, RuleCode.CASE_MESSAGES),
    (CaseNote, RuleCode.CASE_MESSAGES),
    (ReadMark, RuleCode.CASE_MESSAGES),
    (RequestVector, RuleCode.CASE_MESSAGES),
    (OutboxMail, RuleCode.MAILS),
    (Notice, RuleCode.MAILS),
)


def erase_case(
    session: Session, now: datetime, request: SupportRequest, why: str
) -> list[Destroyed]:
    """Erase the texts, contact data, reading and mails of a locked request; give what went.

    `why` is the kind of the event in its history. The former rows are wiped from the files.
    """
    leave_nothing_behind(session)
    session.flush()
    gone = [*_reading(session, request.id), *_around(session, request.id)]
    forget_reading(session, request)
    _empty(request)
    request.erased_at, request.text_erased_at = now, request.text_erased_at or now
    request.ranking_due_at = request.ask_again_at = None
    record(session, now, request, why, SYSTEM)
    session.flush()
    # What was emptied past the session must not be shown from its memory.
    session.expire_all()
    own = (RuleCode.CASE_TEXT, RuleCode.CASE_CONTACT)
    found = [Destroyed(rule, SupportRequest.__tablename__, 1, (request.id,)) for rule in own]
    return [*found, *(one for one in gone if one.count)]


def _empty(request: SupportRequest) -> None:
    for rule in (RuleCode.CASE_TEXT, RuleCode.CASE_CONTACT):
        for column in columns_under(SupportRequest.__tablename__, rule):
            setattr(request, column, "")
    request.confirmed_false_alarms = []
    request.expected_moment = None
    # Unique, and the form must never find this request again.
    request.form_token = f"erased-{request.id}"


def _reading(session: Session, request_id: int) -> list[Destroyed]:
    """Empty what a candidate holds beside its place; `forget_reading` does the rankings."""
    runs = session.scalars(select(MatchRun.id).where(MatchRun.request_id == request_id)).all()
    emptied = session.scalars(
        update(Candidate)
        .where(Candidate.match_run_id.in_(runs))
        .values(reasons=[], features={}, soft_conflicts=[])
        .returning(Candidate.id)
        .execution_options(synchronize_session=False)
    )
    found = ((MatchRun, runs), (Candidate, emptied.all()))
    return [_told(RuleCode.CASE_READING, table, keys) for table, keys in found]


def _around(session: Session, request_id: int) -> list[Destroyed]:
    emptied = [
        _told(RuleCode.CASE_TEXT, table, _emptied(session, table, values, request_id))
        for table, values in _EMPTIED
    ]
    return emptied + [
        _told(rule, table, _deleted(session, table, request_id)) for table, rule in _DELETED
    ]


def _emptied(session: Session, table: Any, values: dict[str, Any], request_id: int) -> list[Any]:
    columns = ((getattr(table, name), value) for name, value in values.items())
    # All that a sealed column can be asked is whether there is something in it.
    filled = or_(*(one.is_not(None) if value is None else one != value for one, value in columns))
    rows = session.scalars(
        update(table)
        .where(table.request_id == request_id, filled)
        .values(**values)
        .returning(table.id)
        .execution_options(synchronize_session=False)
    )
    return list(rows)


def _deleted(session: Session, table: Any, request_id: int) -> list[Any]:
    key = table.__table__.primary_key.columns.values()[0]
    rows = session.scalars(
        delete(table)
        .where(table.request_id == request_id)
        .returning(key)
        .execution_options(synchronize_session=False)
    )
    return list(rows)


def _told(rule: RuleCode, table: Any, keys: Any) -> Destroyed:
    """Ids only where the rows have numbers of their own: a hash of a token says nothing."""
    numbered = "id" in table.__table__.columns
    return Destroyed(rule, table.__tablename__, len(keys), tuple(sorted(keys)) if numbered else ())
