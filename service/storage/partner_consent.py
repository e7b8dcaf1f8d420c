"""The consent of a partner to ask its experts for one request."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from expert_registry.sealed import SealedText
from expert_registry.tables import Base, Partner, UtcDateTime
from service.domain.partner_consent import ConsentAnswer, ConsentState
from service.storage.read_once import read_once
from service.storage.request import SupportRequest


class PartnerConsent(Base):
    """One partner asked for a whole list: `expert_ids`; it agreed to `agreed_ids`, `most` at once.

    The time to answer runs from when the mail has left (`mailed_at`). An answer that the bureau
    took by telephone has `answered_by_staff_id`.
    """

    __tablename__ = "partner_consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"), index=True)
    partner_id: Mapped[str] = mapped_column(ForeignKey("partner.id"))
    state: Mapped[str]
    expert_ids: Mapped[list[int]] = mapped_column(JSON)
    agreed_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    most: Mapped[int | None]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer_by: Mapped[datetime] = mapped_column(UtcDateTime)
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_staff_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    note: Mapped[str] = mapped_column(SealedText("partner_consent.note"), default="")
    suggestion: Mapped[str] = mapped_column(
        SealedText("partner_consent.suggestion"), default="", server_default=""
    )

    partner: Mapped[Partner] = relationship(lazy="joined")
    request: Mapped[SupportRequest] = relationship()

    @property
    def answer(self) -> ConsentAnswer:
        """Give the question and its answer as the value that the rules decide on."""
        return ConsentAnswer(
            self.partner_id,
            ConsentState(self.state),
            frozenset(self.expert_ids),
            frozenset(self.agreed_ids),
            self.most,
        )


_OF_REQUEST = (
    select(PartnerConsent)
    .where(PartnerConsent.request_id == bindparam("request_id"))
    .order_by(PartnerConsent.id)
)


@read_once
def of_request(session: Session, request_id: int) -> Sequence[PartnerConsent]:
    """Give the consents that were asked for a request, the first one first."""
    return session.scalars(_OF_REQUEST, {"request_id": request_id}).all()


def of_this_round(session: Session, request: SupportRequest) -> list[PartnerConsent]:
    """Give the consents since the request was (re)opened: an earlier one ended with it."""
    asked = of_request(session, request.id)
    return [found for found in asked if found.asked_at >= request.round_began]


_WAITING = (
    select(PartnerConsent)
    .where(
        PartnerConsent.request_id.in_(bindparam("request_ids", expanding=True)),
        PartnerConsent.state == ConsentState.OPEN,
        PartnerConsent.answer_by > bindparam("now", type_=UtcDateTime()),
    )
    .order_by(PartnerConsent.id)
)


def waiting_for_answer(
    session: Session, now: datetime, request_ids: Collection[int]
) -> Sequence[PartnerConsent]:
    """Give the consents of these requests that a partner still has time to answer."""
    values = {"request_ids": list(request_ids), "now": now}
    return session.scalars(_WAITING, values).all()


def partner_of(session: Session, consent_id: int | None) -> str | None:
    """Give the partner that a consent is asked of; None where there is no consent."""
    return None if consent_id is None else session.get_one(PartnerConsent, consent_id).partner_id
