"""Every free text of a case: what the requester, the bureau, experts and partners typed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.tables import Base
from service.storage import (
    added_information,
    case_note,
    evaluation,
    history_event,
    invitation,
    partner_consent,
)
from service.storage.added_information import AddedInformation
from service.storage.case_note import CaseNote
from service.storage.evaluation import Evaluation
from service.storage.history_event import HistoryEvent
from service.storage.invitation import Invitation
from service.storage.partner_consent import PartnerConsent
from service.storage.request import SupportRequest

MATCHED_TEXTS = ("situation", "question")
"""The texts of a request that are embedded and matched."""

REQUEST_TEXTS = (
    *MATCHED_TEXTS,
    "expected_size",
    "done_so_far",
    "avoid",
    "second_contact",
    "neutral_summary",
    "closing_lessons",
)
"""The other texts of a request stand in columns of their own too."""

Rows = Callable[[Session, int], Sequence[Base]]

# Mypy does not know that each of these has a `request_id`.
_TEXTS_AROUND: tuple[tuple[Any, Rows, tuple[str, ...]], ...] = (
    (AddedInformation, added_information.of_request, ("text",)),
    (CaseNote, case_note.of_request, ("text",)),
    (HistoryEvent, history_event.of_request, ("note",)),
    (Invitation, invitation.of_request, ("decline_note", "suggestion")),
    (PartnerConsent, partner_consent.of_request, ("note", "suggestion")),
    (Evaluation, evaluation.of_request, ("lessons",)),
)


@dataclass(frozen=True)
class CaseText:
    """One text: its row, its column, and what stands there."""

    row: Base
    column: str
    text: str

    @property
    def place(self) -> str:
        """Give where it stands, as table and column."""
        return f"{self.row.__tablename__}.{self.column}"

    def put(self, text: str) -> None:
        """Store another text there."""
        setattr(self.row, self.column, text)


def of_request(session: Session, request: SupportRequest) -> Iterator[CaseText]:
    """Give the texts of a case that are not empty: first those of the request itself."""
    yield from _texts(request, REQUEST_TEXTS)
    for _table, rows_of, columns in _TEXTS_AROUND:
        for row in rows_of(session, request.id):
            yield from _texts(row, columns)


def _texts(row: Base, columns: tuple[str, ...]) -> Iterator[CaseText]:
    for column in columns:
        if text := getattr(row, column):
            yield CaseText(row, column, text)


def places_with(session: Session, words: str) -> list[tuple[int, str]]:
    """Give where these words stand, capitals aside: the id of the request, and `table.column`.

    The texts are sealed, so each is read; the database cannot look into them.
    """
    found: list[tuple[int, str]] = []
    own = (SupportRequest, SupportRequest.id, REQUEST_TEXTS)
    around = ((table, table.request_id, columns) for table, _rows_of, columns in _TEXTS_AROUND)
    for table, key, columns in (own, *around):
        for name in columns:
            text, place = getattr(table, name), f"{table.__tablename__}.{name}"
            rows = session.execute(select(key, text).where(text != ""))
            found += [(number, place) for number, held in rows if words.lower() in held.lower()]
    return sorted(set(found))
