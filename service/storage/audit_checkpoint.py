"""Where the audit log begins now that its first entries expired."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.tables import Base, UtcDateTime
from service.domain.audit_chain import End
from service.domain.audit_checkpoint import Checkpoint
from service.storage.audit_entry import AuditEntry


class AuditCheckpoint(Base):
    """The last of the entries that expired together; the newest row is the one that counts."""

    __tablename__ = "audit_checkpoint"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    signature: Mapped[str]

    def as_value(self) -> Checkpoint:
        """Give what was signed."""
        return Checkpoint(self.position, self.hash, self.made_at)


def newest(session: Session) -> AuditCheckpoint | None:
    """Give the checkpoint at which the log begins, or None where nothing expired yet."""
    return session.scalar(
        select(AuditCheckpoint).order_by(AuditCheckpoint.position.desc()).limit(1)
    )


def last_expired(session: Session, before: datetime) -> End | None:
    """Give the last of the first entries that are all older than that (aware), or None."""
    first_kept = session.scalar(select(func.min(AuditEntry.id)).where(AuditEntry.at >= before))
    query = select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
    if first_kept is not None:
        query = query.where(AuditEntry.id < first_kept)
    row = session.execute(query).first()
    return End(row.id, row.hash) if row else None


def remove_until(session: Session, position: int) -> int:
    """Remove the entries up to and including this place; give how many."""
    gone = session.scalars(
        delete(AuditEntry).where(AuditEntry.id <= position).returning(AuditEntry.id)
    )
    return len(gone.all())
