"""Look whether the audit log is as it was written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from service.domain.audit_chain import Break, BreakKind, End, Link, first_break
from service.domain.audit_checkpoint import is_genuine
from service.storage import audit_checkpoint, audit_entry


@dataclass(frozen=True)
class Verified:
    """Where the log begins and ends, and the first place where it does not hold, if any."""

    start: End
    end: End
    broken: Break | None


def verify_log(session: Session, secret_key: str, known: End | None = None) -> Verified:
    """Follow the chain from its first entry, or its signed checkpoint, to its end.

    `known` is an end that was noted down earlier: the chain must still go by it, unless it
    expired. Sees one moment where the session began with audit_entry.see_one_moment.
    """
    checkpoint, end = audit_checkpoint.newest(session), audit_entry.end_of_chain(session)
    start = End(checkpoint.position, checkpoint.hash) if checkpoint else End()
    if checkpoint and not is_genuine(secret_key, checkpoint.as_value(), checkpoint.signature):
        return Verified(start, end, Break(BreakKind.UNSIGNED, start.position))
    passed = [start]
    links = _noticing(audit_entry.links(session), known, passed)
    broken = first_break(links, start, end) or _misses(passed, known, end)
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
