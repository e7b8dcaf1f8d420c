"""What was changed in the duty roster, by whom and when: appended, never edited."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from expert_registry.tables import Base, UtcDateTime
from service.domain.actor import Actor
from service.domain.audit_kind import AuditKind, Subject
from service.storage import audit_entry
from service.storage.user_account import UserAccount


class DutyEvent(Base):
    """One change; `facts` holds ids and ISO times (UTC) only. No actor: by command."""

    __tablename__ = "duty_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)

    actor: Mapped[UserAccount | None] = relationship(lazy="joined")


def append(
    session: Session, now: datetime, kind: str, actor: Actor, facts: dict[str, Any]
) -> DutyEvent:
    """Add one change to the log of the roster, and to the audit log."""
    event = DutyEvent(at=now, kind=kind, actor_id=actor.id, facts=facts)
    session.add(event)
    audit_entry.note(session, now, actor, AuditKind.SETTING, kind, Subject.ROSTER)
    return event


def latest(session: Session, limit: int) -> Sequence[DutyEvent]:
    """Give the last changes, the latest first."""
    return session.scalars(select(DutyEvent).order_by(DutyEvent.id.desc()).limit(limit)).all()
