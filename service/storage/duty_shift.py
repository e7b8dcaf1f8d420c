"""The duty roster: who is on call when."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from expert_registry.tables import Base, UtcDateTime
from service.storage.user_account import UserAccount


class DutyShift(Base):
    """One person on call from start to end (UTC)."""

    __tablename__ = "duty_shift"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)

    user: Mapped[UserAccount] = relationship(lazy="joined")


def shifts_from(session: Session, at: datetime) -> Sequence[DutyShift]:
    """Give the shifts of active people that run at this moment or start later, in order."""
    return session.scalars(
        select(DutyShift)
        .join(DutyShift.user)
        .where(DutyShift.ends_at > at, UserAccount.active)
        .order_by(DutyShift.starts_at)
    ).all()


def on_call(session: Session, at: datetime) -> list[UserAccount]:
    """Give who is on call at this moment."""
    return [shift.user for shift in shifts_from(session, at) if shift.starts_at <= at]
