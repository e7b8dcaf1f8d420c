"""The queue of the bureau: open cases, the one that is due first on top."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.domain.language import gettext as _
from service.domain.request_status import Status
from service.domain.step import Step
from service.storage import history_event
from service.storage import request as requests
from service.storage.deadline import Deadline
from service.storage.request import SupportRequest
from service.web.triage.clock_view import LATE, ClockLine, clock_line
from service.web.triage.duplicates import possible_duplicates
from service.web.triage.state_words import STATUS

MINE, ALL, ENDED = "mijn", "alle", "beeindigd"
ENDED_SHOWN = 100
_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class QueueRow:
    """One case in the queue; `clock` is None when nothing of it is due."""

    case: SupportRequest
    status: str
    ball: str
    clock: ClockLine | None
    markers: list[str]

    @property
    def stands_out(self) -> bool:
        """Say whether the state itself asks for attention: new, or waiting for the requester."""
        return self.case.status in (Status.SUBMITTED, Status.AWAITING_REQUESTER)


@dataclass(frozen=True)
class QueueCounts:
    """How many cases are open, without an owner, held, waiting for a municipality, and late."""

    open: int
    without_owner: int
    held: int
    waiting: int
    late: int


def queue_rows(session: Session, now: datetime, chosen: str, user_id: int) -> list[QueueRow]:
    """Give the cases of a filter (mijn, alle or beeindigd), the next due first."""
    if chosen == ENDED:
        return _rows(session, now, requests.ended_requests(session, ENDED_SHOWN))
    found = requests.open_requests(session)
    if chosen == MINE:
        found = [case for case in found if case.owner_id == user_id]
    rows = _rows(session, now, found)
    return sorted(rows, key=lambda row: row.clock.due_at if row.clock else _LAST)


def queue_counts(session: Session, now: datetime) -> QueueCounts:
    """Give the counts of the open cases; no texts, no names."""
    rows = _rows(session, now, requests.open_requests(session))
    return QueueCounts(
        open=len(rows),
        without_owner=sum(row.case.owner_id is None for row in rows),
        held=sum(row.case.held for row in rows),
        waiting=sum(row.case.status == Status.AWAITING_REQUESTER for row in rows),
        late=sum(row.clock is not None and row.clock.state == LATE for row in rows),
    )


def _rows(session: Session, now: datetime, found: Sequence[SupportRequest]) -> list[QueueRow]:
    ids = [case.id for case in found]
    due, twice = _next_due(session, ids), possible_duplicates(session, ids)
    waiting = [case.id for case in found if case.status == Status.AWAITING_REQUESTER]
    silent = history_event.reminded(session, waiting)
    return [
        QueueRow(
            case=case,
            status=_(STATUS[Status(case.status)].label),
            ball=_(STATUS[Status(case.status)].ball),
            clock=clock_line(due[case.id], now) if case.id in due else None,
            markers=_markers(case, possibly_twice=case.id in twice, silent=case.id in silent),
        )
        for case in found
    ]


def _next_due(session: Session, case_ids: Sequence[int]) -> dict[int, Deadline]:
    """Give what people must do first; the receipt is the worker's, which has its own watch."""
    rows = session.scalars(
        select(Deadline)
        .where(
            Deadline.request_id.in_(case_ids),
            Deadline.step != Step.RECEIPT,
            Deadline.met_at.is_(None),
            Deadline.cancelled_at.is_(None),
            Deadline.paused.is_(False),
        )
        .order_by(Deadline.due_at.desc())
    )
    return {row.request_id: row for row in rows}


def _markers(case: SupportRequest, *, possibly_twice: bool, silent: bool) -> list[str]:
    markers = [
        (case.held, _("staat vast")),
        (possibly_twice, _("mogelijk dubbel")),
        (silent, _("gemeente antwoordt niet")),
        (case.owner_id is None, _("geen eigenaar")),
        (case.inviting_on_hold, _("uitnodigen gestopt")),
        (
            case.list_low_warned_at is not None and case.status == Status.INVITED,
            _("lijst bijna op"),
        ),
    ]
    return [text for holds, text in markers if holds]
