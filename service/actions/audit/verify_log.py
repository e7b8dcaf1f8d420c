"""Look whether the audit log is as it was written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from service.domain.audit_chain import Break, BreakKind, End, Link, first_break
from service.storage import audit_checkpoint, audit_entry, audit_head


@dataclass(frozen=True)
class Verified:
    """Where the log begins and ends, and the first place where it does not hold, if any."""

    start: End
    end: End
    broken: Break | None


def verify_log(session: Session, known: End | None = None) -> Verified:
    """Follow the chain from its first entry, or its signed checkpoint, to its end.

    `known` is an end that was noted down earlier: the chain must still go by it, unless it
    expired. Sees one moment where the session began with audit_entry.see_one_moment.
    """
    found, head = audit_checkpoint.newest(session), audit_head.present(session)
    start = End(found.checkpoint.position, found.checkpoint.hash) if found else End()
    end = head.end
    if found and not found.genuine:
        return Verified(start, end, Break(BreakKind.UNSIGNED, start.position))
    passed = [start]
    links = _noticing(audit_entry.links(session), known, passed)
    broken = first_break(links, start, end) or _misses(passed, known, end)
    if broken is None and not head.genuine:
        broken = Break(BreakKind.UNSEALED, end.position)
    return Verified(start, end, broken)


def _noticing(links: Iterable[Link], known: End | None, passed: list[End]) -> Iterator[Link]:
    for link in links:
        if known and link.position == known.position:
            passed.append(End(link.position, link.hash))
        yield link


def _misses(passed: list[End], known: End | None, end: End) -> Break | None:
    start = passed[0]
    if known is None or known in passed or known.position < start.position:
        return None
    removed = known.position > end.position
    return Break(BreakKind.REMOVED if removed else BreakKind.CHANGED, known.position)
