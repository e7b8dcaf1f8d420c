"""The consent of a partner to ask its experts for one request."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from expert_registry.tables import Base, Partner, UtcDateTime
from service.storage.request import SupportRequest


class PartnerConsent(Base):
    """One partner asked for a whole list: `expert_ids`; it agreed to `agreed_ids`, `most` at once.

    An answer that the bureau took by telephone has `answered_by_staff_id`.
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
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_staff_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    note: Mapped[str] = mapped_column(default="")

    partner: Mapped[Partner] = relationship(lazy="joined")
    request: Mapped[SupportRequest] = relationship()


def of_request(session: Session, request_id: int) -> Sequence[PartnerConsent]:
    """Give the consents that were asked for a request, the first one first."""
    return session.scalars(
        select(PartnerConsent)
        .where(PartnerConsent.request_id == request_id)
        .order_by(PartnerConsent.id)
    ).all()
