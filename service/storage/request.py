"""Requests for support: the table and its queries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Select, bindparam, select, union
from sqlalchemy.orm import Mapped, Session, aliased, load_only, mapped_column, relationship

from expert_registry.sealed import SealedText
from expert_registry.tables import Base, UtcDateTime
from service.domain.intake import Phase, Source
from service.domain.request_status import OPEN_STATES, Status
from service.domain.urgency import Urgency
from service.storage import held_locks
from service.storage.deadline import Deadline
from service.storage.user_account import UserAccount


class SupportRequest(Base):
    """A request of a mayor's office; free text stands in columns that can be erased.

    `parallel` is how many are asked at once, where the coordinator chose that. `ask_again_at` is
    when the sweep looks again at who is only away now, or at a question without an answer.
    `call_back_via` is on which number the requester was called, `mailbox_confirmed_at` when
    somebody used a link that was mailed to the address of the requester.
    `text_erased_at` is when the texts went, `erased_at` when the name and address went too.
    """

    __tablename__ = "support_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    form_token: Mapped[str] = mapped_column(unique=True)
    source: Mapped[str] = mapped_column(default=Source.FORM)
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    reopened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    clocks_started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[str] = mapped_column(default=Status.SUBMITTED, index=True)
    status_before_pause: Mapped[str | None]
    revision: Mapped[int] = mapped_column(default=1)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    municipality: Mapped[str]
    requester_name: Mapped[str] = mapped_column(SealedText("support_request.requester_name"))
    requester_role: Mapped[str] = mapped_column(SealedText("support_request.requester_role"))
    requester_email: Mapped[str] = mapped_column(SealedText("support_request.requester_email"))
    requester_phone: Mapped[str] = mapped_column(SealedText("support_request.requester_phone"))
    second_contact: Mapped[str] = mapped_column(
        SealedText("support_request.second_contact"), default=""
    )
    mayor_informed: Mapped[bool]
    situation: Mapped[str] = mapped_column(SealedText("support_request.situation"))
    question: Mapped[str] = mapped_column(SealedText("support_request.question"))
    themes: Mapped[list[str]] = mapped_column(JSON)
    support_kinds: Mapped[list[str]] = mapped_column(JSON)
    phase: Mapped[str] = mapped_column(default=Phase.RISING)
    expected_moment: Mapped[datetime | None] = mapped_column(UtcDateTime)
    urgency: Mapped[str] = mapped_column(default=Urgency.U3)
    expected_size: Mapped[str] = mapped_column(
        SealedText("support_request.expected_size"), default=""
    )
    online_dimension: Mapped[bool | None]
    triangle_met: Mapped[str]
    crisis_structure_active: Mapped[bool]
    done_so_far: Mapped[str] = mapped_column(SealedText("support_request.done_so_far"), default="")
    preferred_partner: Mapped[str | None]
    avoid: Mapped[str] = mapped_column(SealedText("support_request.avoid"), default="")
    neighbour_allowed: Mapped[bool]
    media_attention: Mapped[str]
    municipality_may_be_named: Mapped[bool]
    referral_signals: Mapped[list[str]] = mapped_column(JSON)
    confirmed_false_alarms: Mapped[list[str]] = mapped_column(JSON)

    hold_reasons: Mapped[list[str]] = mapped_column(JSON)
    held: Mapped[bool] = mapped_column(default=False)
    agreement: Mapped[dict[str, Any]] = mapped_column(JSON)
    called_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    call_back_via: Mapped[str | None]
    mailbox_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    text_erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    ranking_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    neutral_summary: Mapped[str] = mapped_column(
        SealedText("support_request.neutral_summary"), default=""
    )
    list_approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    list_low_warned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    places: Mapped[int] = mapped_column(default=1)
    parallel: Mapped[int | None]
    inviting_on_hold: Mapped[bool] = mapped_column(default=False)
    ask_again_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    refusal_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    referred_to: Mapped[str | None]
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closing_lessons: Mapped[str] = mapped_column(
        SealedText("support_request.closing_lessons"), default=""
    )

    owner: Mapped[UserAccount | None] = relationship(lazy="joined")

    @property
    def round_began(self) -> datetime:
        """Give when the request came in or, where it was reopened, when that was (UTC)."""
        return self.reopened_at or self.submitted_at

    def text(self) -> str:
        """Give the text that is embedded and matched: the situation and the question."""
        return f"{self.situation}\n\n{self.question}".strip()


_BY_REFERENCE = select(SupportRequest).where(SupportRequest.reference == bindparam("reference"))


def by_reference(session: Session, reference: str) -> SupportRequest | None:
    """Give the request with this reference number, or None."""
    return session.scalar(_BY_REFERENCE, {"reference": reference})


def by_form_token(session: Session, form_token: str) -> SupportRequest | None:
    """Give the request that this very form was stored as before, or None."""
    return session.scalar(select(SupportRequest).where(SupportRequest.form_token == form_token))


def lock(session: Session, request_id: int) -> SupportRequest:
    """Give the request for changing, others wait until this transaction ends.

    SQLite has no row locks: there BEGIN IMMEDIATE of the write transaction does it. What this
    transaction holds already is not asked for again.
    """
    found = _locked(session, request_id, skip_locked=False)
    if found is None:
        raise LookupError(f"no request {request_id}")
    return found


def lock_unless_held(session: Session, request_id: int) -> SupportRequest | None:
    """Give the request for changing, or None while another transaction holds it."""
    return _locked(session, request_id, skip_locked=True)


def _for_changing(*, skip_locked: bool) -> Select[SupportRequest]:
    return (
        select(SupportRequest)
        .where(SupportRequest.id == bindparam("request_id"))
        .with_for_update(of=SupportRequest, skip_locked=skip_locked)
        .execution_options(populate_existing=True)
    )


# Nearly every act asks one of these: built once, which takes longer than answering them.
_LOCKED = {skip_locked: _for_changing(skip_locked=skip_locked) for skip_locked in (False, True)}


def _locked(session: Session, request_id: int, *, skip_locked: bool) -> SupportRequest | None:
    if held_locks.holds(session, SupportRequest, request_id):
        return session.get(SupportRequest, request_id)
    found = session.scalar(_LOCKED[skip_locked], {"request_id": request_id})
    if found is not None:
        held_locks.remember(session, SupportRequest, request_id)
    return found


def claim_with_due_deadlines(
    session: Session, now: datetime, limit: int
) -> Sequence[SupportRequest]:
    """Lock requests of which a deadline or the cascade must be looked at, most urgent first.

    Requests that another transaction holds are skipped. The request is always locked before
    its deadlines are touched, so that a sweep and a page never wait for each other in a circle.
    """
    # Each half has its own index; with OR between them the whole table would be read.
    other = aliased(SupportRequest)
    due = select(Deadline.request_id).where(Deadline.next_check_at <= now)
    again = select(other.id).where(other.ask_again_at <= now)
    claimed = session.scalars(
        select(SupportRequest)
        .where(SupportRequest.id.in_(union(due, again)))
        .order_by(SupportRequest.urgency, SupportRequest.submitted_at, SupportRequest.id)
        .limit(limit)
        .with_for_update(of=SupportRequest, skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    for request in claimed:
        held_locks.remember(session, SupportRequest, request.id)
    return claimed


# What a list of cases shows; the texts stay in the database.
_BRIEF = load_only(
    SupportRequest.reference,
    SupportRequest.municipality,
    SupportRequest.status,
    SupportRequest.urgency,
    SupportRequest.owner_id,
    SupportRequest.held,
    SupportRequest.inviting_on_hold,
    SupportRequest.list_low_warned_at,
    SupportRequest.erased_at,
)


def open_requests(session: Session) -> Sequence[SupportRequest]:
    """Give all requests that are not ended in brief, oldest first."""
    return session.scalars(_open().options(_BRIEF).order_by(SupportRequest.submitted_at)).all()


def ended_requests(session: Session, limit: int) -> Sequence[SupportRequest]:
    """Give the requests that ended in brief, latest submission first."""
    return session.scalars(
        select(SupportRequest)
        .options(_BRIEF)
        .where(SupportRequest.status.not_in(OPEN_STATES))
        .order_by(SupportRequest.submitted_at.desc())
        .limit(limit)
    ).all()


def awaiting_ranking(session: Session, now: datetime, limit: int) -> Sequence[SupportRequest]:
    """Give the released requests whose (first or renewed) ranking is due."""
    return session.scalars(
        select(SupportRequest)
        .where(
            SupportRequest.ranking_due_at <= now,
            SupportRequest.held.is_(False),
            SupportRequest.status.in_(OPEN_STATES),
        )
        .order_by(SupportRequest.ranking_due_at)
        .limit(limit)
    ).all()


def _open() -> Select[SupportRequest]:
    return select(SupportRequest).where(SupportRequest.status.in_(OPEN_STATES))
