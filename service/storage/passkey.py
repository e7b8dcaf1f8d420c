"""Passkeys: what a device signs with to prove who is there (WebAuthn)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.tables import Base, UtcDateTime


class Passkey(Base):
    """The public half of a passkey; `sign_count` rises with each use on devices that count."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int]
    name: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def of_user(session: Session, user_id: int) -> Sequence[Passkey]:
    """Give the passkeys of somebody, the oldest first."""
    query = select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.id)
    return session.scalars(query).all()


def locked(session: Session, user_id: int, credential_id: bytes) -> Passkey | None:
    """Give this passkey of somebody with its row locked, or None."""
    own = Passkey.user_id == user_id, Passkey.credential_id == credential_id
    return session.scalar(select(Passkey).where(*own).with_for_update())


def remove(session: Session, user_id: int, passkey_id: int | None = None) -> int:
    """Remove one passkey of somebody, or all; give how many went."""
    query = delete(Passkey).where(Passkey.user_id == user_id)
    if passkey_id is not None:
        query = query.where(Passkey.id == passkey_id)
    return len(session.scalars(query.returning(Passkey.id)).all())
