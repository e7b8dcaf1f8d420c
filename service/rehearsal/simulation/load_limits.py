"""Whether any expert ever carried more than allowed: counted from what happened, not by the rules.

The limits are those of the profile: active at once, started in a quarter, days of rest.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.tables import Expert
from service.domain.opening_hours import AMSTERDAM
from service.storage.invitation import Assignment, Invitation

NOT_YET = datetime.max.replace(tzinfo=UTC)
Stretch = tuple[datetime, datetime]


@dataclass(frozen=True)
class Violation:
    """One limit that was passed: whose, which, and when (UTC)."""

    expert_id: int
    limit: str
    at: datetime


@dataclass
class Carried:
    """What one expert was asked and did, as stretches of time."""

    asked: list[Stretch] = field(default_factory=list)
    helped: list[Stretch] = field(default_factory=list)
    rested_from: list[datetime] = field(default_factory=list)


def limit_violations(session: Session) -> list[Violation]:
    """Give every moment at which an expert was over a limit."""
    carried = _carried(session)
    limits = session.execute(
        select(Expert.id, Expert.max_active, Expert.max_per_quarter, Expert.cooldown_days)
    )
    return [
        found
        for expert_id, most, per_quarter, rest in limits
        for found in (
            *too_many_at_once(expert_id, carried[expert_id], most),
            *too_many_in_a_quarter(expert_id, carried[expert_id], per_quarter),
            *too_little_rest(expert_id, carried[expert_id], rest),
        )
    ]


def _carried(session: Session) -> defaultdict[int, Carried]:
    found: defaultdict[int, Carried] = defaultdict(Carried)
    for one in session.scalars(select(Invitation)):
        found[one.expert_id].asked.append((one.sent_at, one.answered_at or NOT_YET))
    for done in session.scalars(select(Assignment)):
        found[done.expert_id].helped.append((done.accepted_at, done.ended_at or NOT_YET))
        if done.contacted_at is not None and done.ended_at is not None:
            found[done.expert_id].rested_from.append(done.ended_at)
    return found


def too_many_at_once(expert_id: int, carried: Carried, most: int) -> Iterator[Violation]:
    """Give each moment at which more was open or under way than allowed."""
    stretches = carried.asked + carried.helped
    for start, _end in stretches:
        if sum(begin <= start < end for begin, end in stretches) > most:
            yield Violation(expert_id, "max_active", start)


def too_many_in_a_quarter(expert_id: int, carried: Carried, most: int) -> Iterator[Violation]:
    """Give each start of help beyond the number for a quarter (Amsterdam)."""
    started: defaultdict[tuple[int, int], int] = defaultdict(int)
    for start in sorted(start for start, _end in carried.helped):
        local = start.astimezone(AMSTERDAM)
        quarter = (local.year, (local.month - 1) // 3)
        started[quarter] += 1
        if started[quarter] > most:
            yield Violation(expert_id, "max_per_quarter", start)


def too_little_rest(expert_id: int, carried: Carried, days: int) -> Iterator[Violation]:
    """Give each invitation that came before the days of rest were over."""
    for sent, _answered in carried.asked:
        if any(_days(end, sent) < days for end in carried.rested_from if end <= sent):
            yield Violation(expert_id, "cooldown_days", sent)


def _days(start: datetime, end: datetime) -> int:
    return (end.astimezone(AMSTERDAM).date() - start.astimezone(AMSTERDAM).date()).days
