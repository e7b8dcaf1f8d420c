"""History of a request: appended, never edited. Free text stands in `note`, which can be erased."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, bindparam, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.sealed import SealedText
from expert_registry.tables import Base, UtcDateTime
from service.domain.actor import Actor, ActorKind
from service.domain.audit_kind import AuditKind, Subject
from service.domain.request_status import Status
from service.storage import audit_entry
from service.storage.read_once import read_once


class HistoryEvent(Base):
    """What happened, by whom, when, from which state to which."""

    __tablename__ = "history_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str]
    actor_kind: Mapped[str]
    actor_id: Mapped[int | None]
    from_status: Mapped[str | None]
    to_status: Mapped[str | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(SealedText("history_event.note"), default="")


def append(
    session: Session,
    request_id: int,
    now: datetime,
    kind: str,
    actor: Actor,
    *,
    from_status: str | None = None,
    to_status: str | None = None,
    facts: dict[str, Any] | None = None,
    note: str = "",
) -> HistoryEvent:
    """Add one event to the history of a request; `facts` holds ids and codes only.

    What a person did is told in the audit log too.
    """
    event = HistoryEvent(
        request_id=request_id,
        at=now,
        kind=kind,
        actor_kind=actor.kind,
        actor_id=actor.id,
        from_status=from_status,
        to_status=to_status,
        facts=facts or {},
        note=note,
    )
    session.add(event)
    if actor.kind is not ActorKind.SYSTEM:
        act = AuditKind.CASE_ACT
        audit_entry.note(session, now, actor, act, str(kind), Subject.CASE, request_id)
    return event


_OF_REQUEST = (
    select(HistoryEvent)
    .where(HistoryEvent.request_id == bindparam("request_id"))
    .order_by(HistoryEvent.id)
)


@read_once
def of_request(session: Session, request_id: int) -> Sequence[HistoryEvent]:
    """Give the events of a request in the order in which they were stored."""
    return session.scalars(_OF_REQUEST, {"request_id": request_id}).all()


def standing(session: Session, request_id: int, kind: str) -> list[HistoryEvent]:
    """Give the events of this kind that were not taken back, in order."""
    events = of_request(session, request_id)
    undone = {event.facts.get("undone_event") for event in events}
    return [event for event in events if event.kind == kind and event.id not in undone]


def reminded(session: Session, request_ids: Collection[int]) -> set[int]:
    """Give which of these requests had their requester reminded of the latest question."""
    kinds = ("ask_requester", "requester_reminded")
    latest = (
        select(func.max(HistoryEvent.id))
        .where(HistoryEvent.request_id.in_(request_ids), HistoryEvent.kind.in_(kinds))
        .group_by(HistoryEvent.request_id)
    )
    found = select(HistoryEvent.request_id).where(
        HistoryEvent.id.in_(latest), HistoryEvent.kind == "requester_reminded"
    )
    return set(session.scalars(found))


def pauses(session: Session, request_id: int) -> list[tuple[datetime, datetime | None]]:
    """Give the intervals in which the request waited for its requester; None: still waiting."""
    return pauses_of(session, [request_id]).get(request_id, [])


def pauses_of(
    session: Session, request_ids: Collection[int]
) -> dict[int, list[tuple[datetime, datetime | None]]]:
    """Give the same for several requests; those that never waited are not named."""
    begins = HistoryEvent.to_status == Status.AWAITING_REQUESTER
    ends = HistoryEvent.from_status == Status.AWAITING_REQUESTER
    events = session.execute(
        select(HistoryEvent.request_id, HistoryEvent.at, begins)
        .where(HistoryEvent.request_id.in_(request_ids), or_(begins, ends))
        .order_by(HistoryEvent.id)
    )
    found: dict[int, list[tuple[datetime, datetime | None]]] = {}
    for request_id, at, began in events:
        of_case = found.setdefault(request_id, [])
        if began:
            of_case.append((at, None))
        elif of_case:
            begin = of_case[-1][0]
            # A clock that was set back must not leave the pause without an end.
            of_case[-1] = (begin, max(begin, at))
    return found
