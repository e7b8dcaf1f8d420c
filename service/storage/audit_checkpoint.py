"""Where the audit log begins now that its first entries expired."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, Text, column, delete, func, select, table
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.errors import CannotUnseal
from expert_registry.sealed import SealedText, opened_text
from expert_registry.tables import Base, UtcDateTime
from service.domain.audit_chain import End
from service.domain.audit_checkpoint import Checkpoint
from service.storage.audit_entry import AuditEntry

PLACE = "audit_checkpoint.signature"


class AuditCheckpoint(Base):
    """The last of the entries that expired together; the newest row is the one that counts.

    The signature says the same as the row, encrypted with the data keys: nobody else can make it.
    """

    __tablename__ = "audit_checkpoint"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    signature: Mapped[str] = mapped_column(SealedText(PLACE))


@dataclass(frozen=True)
class Start:
    """Where the log begins, with the signature as the database holds it."""

    checkpoint: Checkpoint
    signature: str

    @property
    def genuine(self) -> bool:
        """Say whether the program signed this very checkpoint."""
        try:
            return opened_text(PLACE, self.signature) == self.checkpoint.words
        except CannotUnseal:
            return False


# As the database holds it: a signature that cannot be opened is told of as any other wrong one.
_STORED = table(
    "audit_checkpoint",
    column("position", Integer()),
    column("hash", Text()),
    column("made_at", UtcDateTime()),
    column("signature", Text()),
)


def newest(session: Session) -> Start | None:
    """Give the checkpoint at which the log begins, or None where nothing expired yet."""
    query = select(_STORED).order_by(_STORED.c.position.desc()).limit(1)
    found = session.execute(query).one_or_none()
    if found is None:
        return None
    return Start(Checkpoint(found.position, found.hash, found.made_at), found.signature)


def sign(session: Session, checkpoint: Checkpoint) -> None:
    """Store where the log begins from now on."""
    position, last_hash, at = checkpoint.position, checkpoint.hash, checkpoint.made_at
    values = {"position": position, "hash": last_hash, "made_at": at}
    session.add(AuditCheckpoint(**values, signature=checkpoint.words))


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
