"""The outbox: a mail is a row with facts, written with the fact that it reports."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, bindparam, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.tables import Base, UtcDateTime


class MailState(StrEnum):
    """Where a mail stands."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SUMMARISED = "summarised"


HELD_BACK = "held_back"
"""The last error of a mail that waits because too many went to one address; not attempted yet."""
ALERT_SUMMARY = "alert_summary"


class RecipientKind(StrEnum):
    """To whom a mail goes; the address is looked up at sending.

    A mail to a partner goes to an account of that partner, or without a recipient's id to the
    contact of the partner itself.
    """

    REQUESTER = "requester"
    EXPERT = "expert"
    STAFF = "staff"
    PARTNER = "partner"


class OutboxMail(Base):
    """One mail: kind, receiver and the ids of what it is about; never a rendered text.

    It keeps the wording (`template_version`) that its kind had when it was queued. A mail about the
    duty roster or about the program itself has no request.
    """

    __tablename__ = "outbox_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    template_version: Mapped[int]
    recipient_kind: Mapped[str]
    recipient_id: Mapped[int | None]
    request_id: Mapped[int | None] = mapped_column(ForeignKey("support_request.id"), index=True)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"))
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    deadline_id: Mapped[int | None] = mapped_column(ForeignKey("deadline.id"))
    evaluation_id: Mapped[int | None] = mapped_column(ForeignKey("evaluation.id"))
    partner_consent_id: Mapped[int | None] = mapped_column(ForeignKey("partner_consent.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    message_id: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default=MailState.QUEUED, index=True)
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_attempt_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    uncertain: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None]


# Asked for each mail: built once, because building it takes longer than answering it.
_DUE = (
    select(OutboxMail)
    .where(
        or_(OutboxMail.state == MailState.QUEUED, OutboxMail.state == MailState.SENDING),
        OutboxMail.next_attempt_at <= bindparam("now"),
        or_(
            OutboxMail.request_id.is_(None),
            OutboxMail.request_id.not_in(bindparam("leave_out", expanding=True)),
        ),
    )
    .order_by(OutboxMail.next_attempt_at, OutboxMail.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


def claim_due(
    session: Session, now: datetime, limit: int, leave_out: Collection[int] = ()
) -> Sequence[OutboxMail]:
    """Lock the mails that may be sent now, oldest first; others skip them.

    Mails about the requests `leave_out` (ids) stay where they are.

    A row in SENDING whose `next_attempt_at` has passed was left by a worker that died.
    """
    values = {"now": now, "leave_out": list(leave_out), "most": limit}
    return session.scalars(_DUE, values).all()


_OF_REQUEST = (
    select(OutboxMail)
    .where(OutboxMail.request_id == bindparam("request_id"))
    .order_by(OutboxMail.id)
)


def of_request(session: Session, request_id: int) -> Sequence[OutboxMail]:
    """Give the mails about a request, oldest first."""
    return session.scalars(_OF_REQUEST, {"request_id": request_id}).all()


def troubled(session: Session) -> Sequence[OutboxMail]:
    """Give the mails that failed for good, are being tried again or are held back."""
    return session.scalars(
        select(OutboxMail)
        .where(
            or_(
                OutboxMail.state == MailState.FAILED,
                (OutboxMail.state == MailState.QUEUED) & (OutboxMail.last_error == HELD_BACK),
                (OutboxMail.state != MailState.SENT) & (OutboxMail.attempts > 0),
            )
        )
        .order_by(OutboxMail.id)
    ).all()


def waiting_since(session: Session, before: datetime, limit: int) -> Sequence[OutboxMail]:
    """Give the mails that were queued before a moment and are still not out, oldest first."""
    return session.scalars(
        select(OutboxMail)
        .where(
            OutboxMail.state.in_((MailState.QUEUED, MailState.SENDING)),
            OutboxMail.queued_at <= before,
        )
        .order_by(OutboxMail.queued_at, OutboxMail.id)
        .limit(limit)
    ).all()


def failed_to_staff(session: Session, since: datetime) -> Sequence[OutboxMail]:
    """Give the mails to staff that failed for good and were queued after a moment."""
    return session.scalars(
        select(OutboxMail)
        .where(
            OutboxMail.state == MailState.FAILED,
            OutboxMail.recipient_kind == RecipientKind.STAFF,
            OutboxMail.queued_at > since,
        )
        .order_by(OutboxMail.id)
    ).all()


def waiting_summary(session: Session, user_id: int | None) -> OutboxMail | None:
    """Lock and give the summary of alerts for this colleague that was not attempted yet."""
    return session.scalars(
        select(OutboxMail)
        .where(
            OutboxMail.kind == ALERT_SUMMARY,
            OutboxMail.recipient_id == user_id,
            OutboxMail.state == MailState.QUEUED,
            OutboxMail.attempts == 0,
        )
        .order_by(OutboxMail.id)
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def last_summary_at(session: Session, user_id: int | None) -> datetime | None:
    """Give when (UTC) the last summary of alerts for this colleague was queued."""
    return session.scalar(
        select(func.max(OutboxMail.queued_at)).where(
            OutboxMail.kind == ALERT_SUMMARY, OutboxMail.recipient_id == user_id
        )
    )


def with_ids(session: Session, ids: Collection[int]) -> Sequence[OutboxMail]:
    """Give these mails, oldest first."""
    return session.scalars(
        select(OutboxMail).where(OutboxMail.id.in_(ids)).order_by(OutboxMail.id)
    ).all()
