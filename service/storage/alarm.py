"""Alarms about the program itself: raised once, seen again while the trouble lasts, cleared."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.tables import Base, UtcDateTime
from service.storage.table_lock import lock_table


class Alarm(Base):
    """One trouble: `kind` says what, `subject` names the row it is about; `facts` hold no texts."""

    __tablename__ = "alarm"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str]
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cleared_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


_STANDING = select(Alarm).where(Alarm.cleared_at.is_(None)).order_by(Alarm.raised_at, Alarm.id)


def standing(session: Session) -> Sequence[Alarm]:
    """Give the alarms that were not cleared, the first raised first."""
    return session.scalars(_STANDING).all()


def lock_alarms(session: Session) -> None:
    """Let nobody else raise or clear alarms until this transaction ends."""
    lock_table(session, Alarm)
