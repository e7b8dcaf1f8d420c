"""What was destroyed: when, under which rule, which rows; never what stood in them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.tables import Base, UtcDateTime
from service.domain.actor import SYSTEM, Actor
from service.domain.audit_kind import AuditKind, Subject
from service.domain.retention import Destroyed
from service.storage import audit_entry


class RetentionRun(Base):
    """One round; where it is not complete it was stopped half way, or still goes on."""

    __tablename__ = "retention_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    complete: Mapped[bool] = mapped_column(default=False)


class Destruction(Base):
    """What one transaction took from one table; no run: somebody asked for erasure."""

    __tablename__ = "destruction"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("retention_run.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    rule: Mapped[str]
    table_name: Mapped[str]
    count: Mapped[int]
    record_ids: Mapped[list[int]] = mapped_column(JSON)


def tell(
    session: Session,
    now: datetime,
    destroyed: Iterable[Destroyed],
    run_id: int | None = None,
    actor: Actor = SYSTEM,
) -> None:
    """Store what this transaction destroyed, here and in the audit log."""
    for one in destroyed:
        row = Destruction(
            run_id=run_id,
            at=now,
            rule=one.rule,
            table_name=one.table,
            count=one.count,
            record_ids=list(one.ids),
        )
        session.add(row)
        session.flush()
        kind = AuditKind.DESTROYED
        audit_entry.note(session, now, actor, kind, one.rule, Subject.DESTRUCTION, row.id)


def begin(session: Session, now: datetime) -> int:
    """Store that a run begins; give its id."""
    run = RetentionRun(started_at=now)
    session.add(run)
    session.flush()
    return run.id


def finish(session: Session, run_id: int) -> None:
    """Store that a run went past all rules."""
    session.get_one(RetentionRun, run_id).complete = True


def last_complete(session: Session) -> datetime | None:
    """Give when the last run began that went past all rules (UTC), or None."""
    return session.scalar(select(func.max(RetentionRun.started_at)).where(RetentionRun.complete))


def latest(session: Session, limit: int) -> Sequence[Destruction]:
    """Give what was destroyed, the latest first."""
    query = select(Destruction).order_by(Destruction.id.desc())
    return session.scalars(query.limit(limit)).all()
