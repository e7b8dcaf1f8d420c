"""Deadlines: one row per step that runs; `next_check_at` says when the sweep must look again."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, bindparam, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.tables import Base, UtcDateTime
from service.domain.step import Step


class Deadline(Base):
    """One running clock of a request, an invitation or an assignment (all times UTC)."""

    __tablename__ = "deadline"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"), index=True)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"))
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    partner_consent_id: Mapped[int | None] = mapped_column(ForeignKey("partner_consent.id"))
    step: Mapped[str]
    urgency: Mapped[str]
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    warn_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_check_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    met_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    warned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    breached_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    escalated_to: Mapped[str | None]
    escalated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    quiet_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paused: Mapped[bool] = mapped_column(default=False)

    @property
    def running(self) -> bool:
        """Say whether this clock still runs."""
        return self.met_at is None and self.cancelled_at is None


# Asked many times in an act: built once, because building it takes longer than answering it.
_RUNNING = (
    select(Deadline)
    .where(
        Deadline.request_id == bindparam("request_id"),
        Deadline.met_at.is_(None),
        Deadline.cancelled_at.is_(None),
    )
    .order_by(Deadline.due_at, Deadline.id)
)


def running(
    session: Session,
    request_id: int,
    *steps: str,
    invitation_id: int | None = None,
    assignment_id: int | None = None,
    partner_consent_id: int | None = None,
) -> Sequence[Deadline]:
    """Give the running deadlines of a request, of some steps or of one invitation if asked."""
    about = {
        "invitation_id": invitation_id,
        "assignment_id": assignment_id,
        "partner_consent_id": partner_consent_id,
    }
    asked = {name: value for name, value in about.items() if value is not None}
    return [
        row
        for row in session.scalars(_RUNNING, {"request_id": request_id})
        if (not steps or row.step in steps)
        and all(getattr(row, name) == value for name, value in asked.items())
    ]


def last_met(
    session: Session, request_id: int, step: str, assignment_id: int | None = None
) -> Deadline | None:
    """Give the deadline of this step that was met last, of one assignment or of the request."""
    return session.scalar(
        select(Deadline)
        .where(
            Deadline.request_id == request_id,
            Deadline.step == step,
            Deadline.assignment_id == assignment_id
            if assignment_id is not None
            else Deadline.assignment_id.is_(None),
            Deadline.met_at.is_not(None),
        )
        .order_by(Deadline.id.desc())
        .limit(1)
    )


_OF_REQUEST = (
    select(Deadline)
    .where(Deadline.request_id == bindparam("request_id"))
    .order_by(Deadline.due_at, Deadline.id)
)


def of_request(session: Session, request_id: int) -> Sequence[Deadline]:
    """Give all deadlines of a request, in the order in which they fall due."""
    return session.scalars(_OF_REQUEST, {"request_id": request_id}).all()


def next_due(session: Session, request_ids: Sequence[int]) -> dict[int, Deadline]:
    """Give what people must do first: the first running, unpaused deadline of each request.

    The receipt is the worker's, which has its own watch.
    """
    rows = session.scalars(
        select(Deadline)
        .where(
            Deadline.request_id.in_(request_ids),
            Deadline.step != Step.RECEIPT,
            Deadline.met_at.is_(None),
            Deadline.cancelled_at.is_(None),
            Deadline.paused.is_(False),
        )
        .order_by(Deadline.due_at.desc())
    )
    return {row.request_id: row for row in rows}


def due_of_requests(
    session: Session, request_ids: Collection[int], now: datetime
) -> Sequence[Deadline]:
    """Give the deadlines of locked requests that must be looked at, as they are now."""
    return session.scalars(
        select(Deadline)
        .where(Deadline.request_id.in_(request_ids), Deadline.next_check_at <= now)
        .order_by(Deadline.next_check_at, Deadline.id)
        .execution_options(populate_existing=True)
    ).all()


def unattended(
    session: Session, before: datetime, until: datetime, limit: int
) -> Sequence[Deadline]:
    """Give the clocks that the sweep should have looked at before a moment, and those put off.

    The latter are looked at until the other moment, and something about them was due before.
    """
    return session.scalars(
        select(Deadline)
        .where(
            Deadline.next_check_at <= until,
            or_(Deadline.next_check_at <= before, Deadline.warn_at <= before),
        )
        .order_by(Deadline.next_check_at, Deadline.id)
        .limit(limit)
    ).all()


def breached_since(session: Session, since: datetime) -> Sequence[Deadline]:
    """Give the clocks whose breach was recorded after a moment, the first one first."""
    return session.scalars(
        select(Deadline).where(Deadline.breached_at > since).order_by(Deadline.breached_at)
    ).all()
