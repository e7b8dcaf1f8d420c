"""Short notices by channels other than mail: a reference only, never what a case is about."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.tables import Base, UtcDateTime
from service.storage.outbox_mail import MailState


class Notice(Base):
    """One notice to a channel of the settings, by its name; its address stands in no row."""

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str]
    kind: Mapped[str]
    reference: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("support_request.id"))
    state: Mapped[str] = mapped_column(default=MailState.QUEUED)
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_attempt_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None]


def claim_due(session: Session, now: datetime, limit: int) -> Sequence[Notice]:
    """Lock the notices that may be sent now, oldest first; others skip them.

    A row in SENDING whose `next_attempt_at` has passed was left by a worker that died.
    """
    return session.scalars(
        select(Notice)
        .where(
            Notice.state.in_((MailState.QUEUED, MailState.SENDING)), Notice.next_attempt_at <= now
        )
        .order_by(Notice.next_attempt_at, Notice.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def troubled(session: Session, queued_before: datetime, failed_after: datetime) -> Sequence[Notice]:
    """Give the notices that are still not out, and those that failed for good of late."""
    waiting = Notice.state.in_((MailState.QUEUED, MailState.SENDING))
    return session.scalars(
        select(Notice)
        .where(
            or_(
                waiting & (Notice.queued_at <= queued_before),
                (Notice.state == MailState.FAILED) & (Notice.queued_at > failed_after),
            )
        )
        .order_by(Notice.id)
    ).all()
