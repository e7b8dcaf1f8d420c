"""What was changed in the profile of an expert, by whom and when: appended, never edited."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from expert_registry.tables import Base, UtcDateTime
from service.domain.actor import Actor, ActorKind
from service.domain.audit_kind import AuditKind, Subject
from service.storage import audit_entry
from service.storage.user_account import UserAccount


class ExpertEvent(Base):
    """One change: the names of the fields, never what stood or stands in them.

    `actor_id` is the account; None where the expert did it, or the program.
    """

    __tablename__ = "expert_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    fields: Mapped[list[str]]

    actor: Mapped[UserAccount | None] = relationship(lazy="joined")


def log_change(
    session: Session, now: datetime, expert_id: int, actor: Actor, fields: Iterable[str]
) -> None:
    """Add one change to the log of an expert, and to the audit log."""
    user_id = actor.id if actor.kind == ActorKind.STAFF else None
    session.add(ExpertEvent(expert_id=expert_id, at=now, actor_id=user_id, fields=list(fields)))
    audit_entry.note(session, now, actor, AuditKind.PROFILE, "changed", Subject.EXPERT, expert_id)


def of_expert(session: Session, expert_id: int, most: int) -> Sequence[ExpertEvent]:
    """Give the last changes of an expert, the latest first."""
    return session.scalars(
        select(ExpertEvent)
        .where(ExpertEvent.expert_id == expert_id)
        .order_by(ExpertEvent.id.desc())
        .limit(most)
    ).all()
