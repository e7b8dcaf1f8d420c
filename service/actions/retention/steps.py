"""The steps of a retention run: each does a bounded piece of what is due, from a place on."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from expert_registry.tables import Expert
from service.actions.retention.anonymise import anonymise_account, anonymise_expert
from service.actions.retention.erase_case import AFTER_TERM, erase_case
from service.actions.retention.old_rows import OLD_ROWS, delete_old
from service.domain.retention import Destroyed, RuleCode, destroyed_before
from service.storage import retention_due

BATCH = 20

Piece = tuple[list[Destroyed], Any]
Step = Callable[[Session, datetime, Any], Piece]
"""Gets the place (None: the beginning); gives what went, and the next place (None: the end)."""


def erase_cases(session: Session, now: datetime, after: int | None) -> Piece:
    """Erase the next cases whose time is over."""
    before = destroyed_before(RuleCode.CASE_TEXT, now)
    found = retention_due.lock_cases(session, now, before, after or 0, BATCH)
    ids = [request.id for request in found]
    gone = [one for request in found for one in erase_case(session, now, request, AFTER_TERM)]
    return together(gone), _place(ids)


def anonymise_experts(session: Session, now: datetime, after: int | None) -> Piece:
    """Note who withdrew or came back, and erase the next profiles whose time is over."""
    if after is None:
        _follow_withdrawals(session, now)
    before = destroyed_before(RuleCode.EXPERTS, now)
    found = retention_due.lock_experts(session, before, after or 0, BATCH)
    ids = [expert.id for expert in found]
    gone = [one for expert in found for one in anonymise_expert(session, now, expert)]
    return together(gone), _place(ids)


def anonymise_accounts(session: Session, _now: datetime, after: int | None) -> Piece:
    """Erase the next closed accounts that the audit log names no longer."""
    found = retention_due.lock_accounts(session, after or 0, BATCH)
    ids = [account.id for account in found]
    gone = [one for account in found for one in anonymise_account(session, account)]
    return together(gone), _place(ids)


STEPS: tuple[Step, ...] = (
    erase_cases,
    anonymise_experts,
    anonymise_accounts,
    *(partial(delete_old, rows) for rows in OLD_ROWS),
)


def together(destroyed: Iterable[Destroyed]) -> list[Destroyed]:
    """Give one line per rule and table, in the order in which they first come."""
    counts: dict[tuple[RuleCode, str], int] = defaultdict(int)
    ids: dict[tuple[RuleCode, str], tuple[int, ...]] = defaultdict(tuple)
    for one in destroyed:
        counts[one.rule, one.table] += one.count
        ids[one.rule, one.table] += one.ids
    return [
        Destroyed(rule, table, count, ids[rule, table]) for (rule, table), count in counts.items()
    ]


def _follow_withdrawals(session: Session, now: datetime) -> None:
    withdrawn = Expert.status == retention_due.WITHDRAWN
    first_seen = update(Expert).where(withdrawn, Expert.withdrawn_since.is_(None))
    session.execute(first_seen.values(withdrawn_since=now))
    back = update(Expert).where(~withdrawn, Expert.withdrawn_since.is_not(None))
    session.execute(back.values(withdrawn_since=None))


def _place(ids: list[int]) -> int | None:
    return ids[-1] if ids else None
