"""Recovery codes: each lets somebody in once who lost the telephone with the app."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.tables import Base, UtcDateTime


class RecoveryCode(Base):
    """One code; only its SHA-256 is kept, which is enough for 120 random bits."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    code_hash: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def replace_all(session: Session, now: datetime, user_id: int, hashes: Iterable[str]) -> None:
    """Store these codes instead of those that somebody had."""
    remove_all(session, user_id)
    session.add_all(RecoveryCode(user_id=user_id, code_hash=one, made_at=now) for one in hashes)


def remove_all(session: Session, user_id: int) -> int:
    """Remove the codes of somebody; give how many went."""
    query = delete(RecoveryCode).where(RecoveryCode.user_id == user_id)
    return len(session.scalars(query.returning(RecoveryCode.id)).all())


def use_up(session: Session, now: datetime, user_id: int, code_hash: str) -> bool:
    """Use a code up; False when there is no such code (any more). Of two at once one gets True."""
    unused = RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None)
    query = update(RecoveryCode).where(*unused, RecoveryCode.code_hash == code_hash)
    used = session.scalars(query.values(used_at=now).returning(RecoveryCode.id)).all()
    return len(used) == 1


def count_left(session: Session, user_id: int) -> int:
    """Give how many codes still work."""
    unused = RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None)
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0
