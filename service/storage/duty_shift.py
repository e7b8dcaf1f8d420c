"""The duty roster: who is on call when."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from expert_registry.tables import Base, UtcDateTime
from service.domain.duty import Shift
from service.storage.table_lock import lock_table
from service.storage.user_account import UserAccount


class DutyShift(Base):
    """One person on call from start to end (UTC)."""

    __tablename__ = "duty_shift"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)

    user: Mapped[UserAccount] = relationship(lazy="joined")

    def as_shift(self) -> Shift:
        """Give the shift as the value that the rules work with."""
        return Shift(self.user_id, self.starts_at, self.ends_at)


def shifts_from(session: Session, at: datetime) -> Sequence[DutyShift]:
    """Give the shifts of active people that run at this moment or start later, in order."""
    return session.scalars(
        select(DutyShift)
        .join(DutyShift.user)
        .where(DutyShift.ends_at > at, UserAccount.active)
        .order_by(DutyShift.starts_at)
    ).all()


def between(session: Session, start: datetime, end: datetime) -> Sequence[DutyShift]:
    """Give all shifts that run at some moment between these two, in order."""
    return session.scalars(
        select(DutyShift)
        .where(DutyShift.starts_at < end, DutyShift.ends_at > start)
        .order_by(DutyShift.starts_at, DutyShift.id)
    ).all()


def roster_from(session: Session, at: datetime) -> list[Shift]:
    """Give the same shifts as values."""
    return [row.as_shift() for row in shifts_from(session, at)]


def on_call(session: Session, at: datetime) -> list[UserAccount]:
    """Give who is on call at this moment."""
    return [shift.user for shift in shifts_from(session, at) if shift.starts_at <= at]


def for_changing(session: Session, shift_id: int) -> DutyShift | None:
    """Give the shift with this id after locking the roster, or None."""
    lock_roster(session)
    return session.get(DutyShift, shift_id, populate_existing=True)


def lock_roster(session: Session) -> None:
    """Let nobody else change the roster until this transaction ends."""
    lock_table(session, DutyShift)
