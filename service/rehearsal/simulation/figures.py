"""What a run shows: time to acceptance, breaches, mails and load."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.domain.case_figures import spread
from service.domain.step import Step
from service.domain.urgency import Urgency
from service.rehearsal.simulation import open_time
from service.rehearsal.simulation.load_limits import limit_violations
from service.storage.deadline import Deadline
from service.storage.invitation import Assignment, Invitation
from service.storage.outbox_mail import MailState, OutboxMail, RecipientKind
from service.storage.request import SupportRequest

ALL = "all"
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class PlayedRequest:
    """One request of a run: when it came in, was first asked around and accepted (UTC)."""

    urgency: Urgency
    submitted_at: datetime
    asked_at: datetime | None
    accepted_at: datetime | None


def figures(session: Session) -> dict[str, Any]:
    """Give the figures of a finished run, per urgency and over all."""
    played = _played(session)
    matched = sum(one.accepted_at is not None for one in played)
    return {
        "requests": len(played),
        "matched": matched,
        "time_to_acceptance": _per_urgency(played),
        "breaches": _breaches(session),
        "mails": _mails(session, matched),
        "load": _load(session),
    }


def _played(session: Session) -> list[PlayedRequest]:
    asked = _first(session, Invitation.request_id, Invitation.sent_at)
    accepted = _first(session, Assignment.request_id, Assignment.accepted_at)
    rows = session.execute(
        select(SupportRequest.id, SupportRequest.urgency, SupportRequest.submitted_at)
    )
    return [
        PlayedRequest(Urgency(urgency), at, asked.get(one), accepted.get(one))
        for one, urgency, at in rows
    ]


def _first(session: Session, request_id: Any, moment: Any) -> dict[int, datetime]:
    rows = session.execute(select(request_id, func.min(moment)).group_by(request_id))
    return {row[0]: row[1] for row in rows}


def _per_urgency(played: Sequence[PlayedRequest]) -> dict[str, Any]:
    groups: dict[str, list[PlayedRequest]] = {ALL: list(played)}
    for urgency in Urgency:
        groups[urgency.value] = [one for one in played if one.urgency is urgency]
    return {name: _times(group) for name, group in groups.items() if group}


def _times(played: Sequence[PlayedRequest]) -> dict[str, Any]:
    ends = [(one, one.accepted_at) for one in played if one.accepted_at is not None]
    return {
        "requests": len(played),
        "no_match_rate": round(1 - len(ends) / len(played), 4),
        "open_hours": _hours([_open(one, one.submitted_at, end) for one, end in ends]),
        "wall_hours": _hours([end - one.submitted_at for one, end in ends]),
        "open_hours_from_asking": _hours(
            [_open(one, one.asked_at, end) for one, end in ends if one.asked_at is not None]
        ),
    }


def _hours(lengths: Sequence[timedelta]) -> dict[str, float] | None:
    """Give median and p90 in hours; None of nothing."""
    found = spread(lengths)
    if found is None:
        return None
    return {"median": round(found.median / HOUR, 2), "p90": round(found.p90 / HOUR, 2)}


def _open(one: PlayedRequest, start: datetime, end: datetime) -> timedelta:
    return open_time.between(one.urgency, start, end)


def _breaches(session: Session) -> dict[str, dict[str, list[int]]]:
    """Give per step and urgency how many clocks were breached, and how many there were."""
    rows = session.execute(
        select(
            Deadline.step, Deadline.urgency, func.count(Deadline.breached_at), func.count()
        ).group_by(Deadline.step, Deadline.urgency)
    )
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: {ALL: [0, 0]})
    for step, urgency, breached, count in rows:
        found[step][urgency] = [breached, count]
        found[step][ALL] = [found[step][ALL][0] + breached, found[step][ALL][1] + count]
    return {step.value: found[step] for step in Step if step in found}


def _mails(session: Session, matched: int) -> dict[str, float | None]:
    """Give the mails that left, per match: of all kinds, to experts, and the invitations."""
    sent = select(OutboxMail.kind, OutboxMail.recipient_kind).where(
        OutboxMail.state == MailState.SENT
    )
    rows = session.execute(sent).all()
    return {
        "per_match": _share(len(rows), matched),
        "to_experts_per_match": _share(
            sum(receiver == RecipientKind.EXPERT for _, receiver in rows), matched
        ),
        "invitations_per_match": _share(sum(kind == "invitation" for kind, _ in rows), matched),
    }


def _load(session: Session) -> dict[str, Any]:
    helped = Counter(session.scalars(select(Assignment.expert_id)))
    asked = Counter(session.scalars(select(Invitation.expert_id)))
    return {
        "most_matches_of_one": max(helped.values(), default=0),
        "most_invitations_of_one": max(asked.values(), default=0),
        "top5_share": _share(_top(helped.values(), 5), helped.total()),
        "limit_violations": len(limit_violations(session)),
    }


def _top(counts: Iterable[int], size: int) -> int:
    return sum(sorted(counts, reverse=True)[:size])


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None
