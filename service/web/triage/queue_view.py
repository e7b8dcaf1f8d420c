"""The queue of the bureau: open cases, the one that is due first on top."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from service.actions.partner_consent.whose_turn import partners_to_act
from service.domain.language import gettext as _
from service.domain.request_status import Status
from service.storage import history_event
from service.storage import request as requests
from service.storage.deadline import next_due
from service.storage.match_run import possible_duplicates
from service.storage.read_mark import News, news_for
from service.storage.request import SupportRequest
from service.web.triage.clock_view import LATE, ClockLine, clock_line
from service.web.triage.queue_filters import ALL, ENDED, MINE, NEWS, UNOWNED, WAITING, Filters
from service.web.triage.state_words import PARTNER_BALL, STATUS

ENDED_SHOWN = 100
_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class QueueRow:
    """One case in the queue; `clock` is None when nothing of it is due, `news` when all is seen."""

    case: SupportRequest
    status: str
    ball: str
    clock: ClockLine | None
    markers: list[str]
    news: News | None = None

    @property
    def stands_out(self) -> bool:
        """Say whether the state itself asks for attention: new, or waiting for the requester."""
        return self.case.status in (Status.SUBMITTED, Status.AWAITING_REQUESTER)

    @property
    def signature(self) -> str:
        """Give what would be told to somebody who is not looking when it changes."""
        news = self.news and f"{self.news.never_seen:d}{self.news.information:d}"
        late = self.clock is not None and self.clock.state == LATE
        return f"{self.case.reference} {self.case.status} {news} {late:d}"


@dataclass(frozen=True)
class QueueCounts:
    """How many cases are open, without an owner, held, waiting for a municipality, and late."""

    open: int
    without_owner: int
    held: int
    waiting: int
    late: int


@dataclass(frozen=True)
class Queue:
    """The rows that pass the filters, the counts of all open cases, and those of each part."""

    rows: list[QueueRow]
    counts: QueueCounts
    parts: dict[str, int]


def queue(session: Session, now: datetime, filters: Filters, user_id: int) -> Queue:
    """Give the queue of a user, the next due first; ended cases are listed by submission."""
    all_open = _by_due(_rows(session, now, requests.open_requests(session), user_id))
    shown: dict[str, Callable[[QueueRow], bool]] = {
        ALL: lambda _row: True,
        MINE: lambda row: row.case.owner_id == user_id,
        UNOWNED: lambda row: row.case.owner_id is None,
        WAITING: lambda row: row.case.status == Status.AWAITING_REQUESTER,
        NEWS: lambda row: row.news is not None,
    }
    parts = {name: sum(map(passes, all_open)) for name, passes in shown.items()}
    if filters.shown == ENDED:
        found = _rows(session, now, requests.ended_requests(session, ENDED_SHOWN), user_id)
    else:
        found = [row for row in all_open if shown[filters.shown](row)]
    return Queue([row for row in found if _passes(row, filters)], _counts(all_open), parts)


def queue_counts(session: Session, now: datetime) -> QueueCounts:
    """Give the counts of the open cases; no texts, no names."""
    return _counts(_rows(session, now, requests.open_requests(session), user_id=0))


def _counts(rows: Sequence[QueueRow]) -> QueueCounts:
    return QueueCounts(
        open=len(rows),
        without_owner=sum(row.case.owner_id is None for row in rows),
        held=sum(row.case.held for row in rows),
        waiting=sum(row.case.status == Status.AWAITING_REQUESTER for row in rows),
        late=sum(row.clock is not None and row.clock.state == LATE for row in rows),
    )


def _by_due(rows: Sequence[QueueRow]) -> list[QueueRow]:
    return sorted(rows, key=lambda row: row.clock.due_at if row.clock else _LAST)


def _passes(row: QueueRow, filters: Filters) -> bool:
    # Ended cases have no open state; that filter is not for them.
    state = filters.state if filters.shown != ENDED else ""
    return filters.urgency in ("", row.case.urgency) and state in ("", row.case.status)


def _rows(
    session: Session, now: datetime, found: Sequence[SupportRequest], user_id: int
) -> list[QueueRow]:
    ids = [case.id for case in found]
    due, twice = next_due(session, ids), possible_duplicates(session, ids)
    waiting = [case.id for case in found if case.status == Status.AWAITING_REQUESTER]
    silent = history_event.reminded(session, waiting)
    news = news_for(session, user_id, ids)
    partners = partners_to_act(session, now, found)
    return [
        QueueRow(
            case=case,
            status=_(STATUS[Status(case.status)].label),
            ball=_(PARTNER_BALL if case.id in partners else STATUS[Status(case.status)].ball),
            clock=clock_line(due[case.id], now) if case.id in due else None,
            markers=_markers(
                case,
                possibly_twice=case.id in twice,
                silent=case.id in silent,
                partner=case.id in partners,
            ),
            # Whoever opened it is forgotten too, so that nothing tells what is new.
            news=None if case.erased_at else news.get(case.id),
        )
        for case in found
    ]


def _markers(
    case: SupportRequest, *, possibly_twice: bool, silent: bool, partner: bool
) -> list[str]:
    markers = [
        (case.erased_at is not None, _("gewist")),
        (case.held, _("staat vast")),
        (possibly_twice, _("mogelijk dubbel")),
        (silent, _("gemeente antwoordt niet")),
        (partner, _("wacht op partner")),
        (case.owner_id is None, _("geen eigenaar")),
        (case.inviting_on_hold, _("uitnodigen gestopt")),
        (
            case.list_low_warned_at is not None and case.status == Status.INVITED,
            _("lijst bijna op"),
        ),
    ]
    return [text for holds, text in markers if holds]
