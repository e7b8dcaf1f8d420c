"""The audit log as a chain: the hash of each entry covers the entry and the hash before it.

Whoever changes, removes or inserts an entry breaks the chain at that place, unless all that
follow are made anew; then the end is another one than the end that was noted down.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum

FIRST_HASH = "0" * 64
"""What the first entry of all follows on."""


@dataclass(frozen=True)
class AuditFact:
    """What one entry says: codes and ids only, never a name, an address or a text.

    `at` is aware. `origin` is a coarse fact: no address. `role` is that of an account at the
    time, empty for whoever has none.
    """

    at: datetime
    actor_kind: str
    actor_id: int | None
    role: str
    kind: str
    detail: str
    subject_kind: str
    subject_id: str
    origin: str


@dataclass(frozen=True)
class Link:
    """One entry in its place: the first is 1 and no number is skipped."""

    position: int
    fact: AuditFact
    hash: str


@dataclass(frozen=True)
class End:
    """The place and hash of an entry after which the chain goes on, or ends."""

    position: int = 0
    hash: str = FIRST_HASH


class BreakKind(StrEnum):
    """What became of an entry.

    Unsigned: the checkpoint at its place is not one of ours. Unsealed: the log seems to end here,
    but the program did not say so; later entries may be gone.
    """

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    UNSIGNED = "unsigned"
    UNSEALED = "unsealed"


@dataclass(frozen=True)
class Break:
    """The first place where the chain does not hold."""

    kind: BreakKind
    position: int


def canonical(fact: AuditFact) -> str:
    """Give the fact as JSON that is the same everywhere: sorted, ASCII, moments in UTC."""
    at = fact.at.astimezone(UTC).isoformat(timespec="microseconds")
    return json.dumps(asdict(fact) | {"at": at}, sort_keys=True, separators=(",", ":"))


def chained_hash(previous: str, fact: AuditFact) -> str:
    """Give the SHA-256 (64 hexadecimal digits) of the hash before and the fact."""
    return hashlib.sha256(f"{previous}\n{canonical(fact)}".encode()).hexdigest()


def first_break(links: Iterable[Link], start: End, end: End) -> Break | None:
    """Give the first place where the chain from `start` to `end` is broken, or None.

    `links` come in the order of their positions.
    """
    following = iter(links)
    link, before, last = next(following, None), start, start
    while link is not None:
        upcoming = next(following, None)
        if found := _break_at(link, upcoming, before, last, end):
            return found
        before, last = last, End(link.position, link.hash)
        link = upcoming
    if last.position < end.position:
        return Break(BreakKind.REMOVED, last.position + 1)
    return None if last == end else Break(BreakKind.CHANGED, last.position)


def _break_at(link: Link, upcoming: Link | None, before: End, last: End, end: End) -> Break | None:
    if not last.position < link.position <= end.position:
        return Break(BreakKind.INSERTED, link.position)
    if link.position > last.position + 1:
        return Break(BreakKind.REMOVED, last.position + 1)
    if link.hash == chained_hash(last.hash, link.fact):
        return None
    # Rows that were moved up to make room give away which one does not belong.
    if upcoming and upcoming.hash == chained_hash(last.hash, upcoming.fact):
        return Break(BreakKind.INSERTED, link.position)
    if before != last and link.hash == chained_hash(before.hash, link.fact):
        return Break(BreakKind.INSERTED, last.position)
    return Break(BreakKind.CHANGED, link.position)
