"""Changes of the address of an account that were asked for."""

from datetime import datetime

from sqlalchemy import ForeignKey, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.sealed import SealedText
from expert_registry.tables import Base, UtcDateTime


class AddressChange(Base):
    """A new address of an account, which counts once a link that went there was used.

    `ended_at` is when it was carried out (`confirmed`), or when another took its place.
    """

    __tablename__ = "address_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    asked_by_id: Mapped[int]
    old_email: Mapped[str] = mapped_column(SealedText("address_change.old_email"))
    new_email: Mapped[str] = mapped_column(SealedText("address_change.new_email"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed: Mapped[bool] = mapped_column(default=False)


def waiting(session: Session, now: datetime, user_id: int) -> AddressChange | None:
    """Give the change of this account that still waits, or None."""
    waits = AddressChange.ended_at.is_(None), AddressChange.expires_at > now
    return session.scalar(select(AddressChange).where(AddressChange.user_id == user_id, *waits))


def end_all(session: Session, now: datetime, user_id: int) -> None:
    """Let no change of this account that waits count any more."""
    waits = AddressChange.user_id == user_id, AddressChange.ended_at.is_(None)
    session.execute(update(AddressChange).where(*waits).values(ended_at=now))
