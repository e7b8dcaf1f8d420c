"""What was changed about a partner, by whom, when and why: appended, never edited."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from expert_registry.sealed import SealedText
from expert_registry.tables import Base, UtcDateTime
from service.domain.actor import Actor
from service.domain.audit_kind import AuditKind, Subject
from service.storage import audit_entry
from service.storage.user_account import UserAccount


class PartnerEvent(Base):
    """One change: standing consent given or ended, or other details; `note` is the reason."""

    __tablename__ = "partner_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[str] = mapped_column(ForeignKey("partner.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    note: Mapped[str] = mapped_column(SealedText("partner_event.note"), default="")

    actor: Mapped[UserAccount | None] = relationship(lazy="joined")


def log_change(
    session: Session, now: datetime, partner_id: str, kind: str, actor: Actor, note: str = ""
) -> None:
    """Add one change to the log of a partner, and to the audit log."""
    session.add(
        PartnerEvent(partner_id=partner_id, at=now, kind=kind, actor_id=actor.id, note=note)
    )
    audit_entry.note(session, now, actor, AuditKind.SETTING, kind, Subject.PARTNER, partner_id)


def of_partner(session: Session, partner_id: str) -> Sequence[PartnerEvent]:
    """Give the changes of a partner, the latest first."""
    return session.scalars(
        select(PartnerEvent)
        .where(PartnerEvent.partner_id == partner_id)
        .order_by(PartnerEvent.id.desc())
    ).all()
