"""Where the audit log ends: one row, which each writer locks so that the chain never forks.

It is sealed with the data keys. Who removes the last entries and sets the end back, with access to
the database but without the keys, cannot seal the end that results.
"""

from dataclasses import dataclass

from sqlalchemy import Integer, Text, bindparam, column, select, table, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.errors import CannotUnseal
from expert_registry.sealed import SealedText, opened_text, sealed_text
from expert_registry.tables import Base
from service.domain.audit_chain import FIRST_HASH, End

PLACE = "audit_head.seal"
_HEAD = 1
_UNSEALED = ""


class AuditHead(Base):
    """The end of the chain; `seal` says the same, encrypted."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int]
    hash: Mapped[str]
    seal: Mapped[str] = mapped_column(SealedText(PLACE))


@dataclass(frozen=True)
class Head:
    """The end as it is stored, with its seal as the database holds it."""

    end: End
    seal: str

    @property
    def genuine(self) -> bool:
        """Say whether the program sealed this very end."""
        try:
            return opened_text(PLACE, self.seal) == _words(self.end)
        except CannotUnseal:
            return False

    def moved_to(self, end: End) -> "Head":
        """Give the head with another end; one that was not genuine never becomes so again."""
        return Head(end, _sealed(end) if self.genuine else self.seal)


# As the database holds it: a seal that cannot be opened must stop nobody from writing. Built once,
# for nearly every transaction ends with these.
_STORED = table(
    "audit_head",
    column("id", Integer()),
    column("position", Integer()),
    column("hash", Text()),
    column("seal", Text()),
)
_FOUND = select(_STORED.c.position, _STORED.c.hash, _STORED.c.seal).where(_STORED.c.id == _HEAD)
_LOCKED = _FOUND.with_for_update()
_MOVED = (
    update(_STORED)
    .where(_STORED.c.id == _HEAD)
    .values(
        position=bindparam("new_position"), hash=bindparam("new_hash"), seal=bindparam("new_seal")
    )
)


def begin(session: Session) -> None:
    """Store the end of a log without entries, sealed; for a database that is being made."""
    session.add(AuditHead(id=_HEAD, position=0, hash=FIRST_HASH, seal=_words(End())))


def present(session: Session) -> Head:
    """Give where the chain ends; where the row is gone, a beginning that nobody sealed."""
    found = session.execute(_FOUND).one_or_none()
    return Head(End(found.position, found.hash), found.seal) if found else Head(End(), _UNSEALED)


def lock(session: Session) -> Head:
    """Give where the chain ends, and keep others from appending until this transaction ends."""
    found = session.execute(_LOCKED).one_or_none()
    if found is None:
        dialect = session.get_bind().dialect.name
        insert_first = postgresql.insert if dialect == "postgresql" else sqlite.insert
        values = {"id": _HEAD, "position": 0, "hash": FIRST_HASH, "seal": _UNSEALED}
        # Of two that begin the chain at once one waits here, and finds what the other made.
        session.execute(insert_first(_STORED).values(values).on_conflict_do_nothing())
        found = session.execute(_LOCKED).one()
    return Head(End(found.position, found.hash), found.seal)


def move(session: Session, head: Head) -> None:
    """Store where the chain ends now; the row is locked."""
    values = {"new_position": head.end.position, "new_hash": head.end.hash, "new_seal": head.seal}
    session.execute(_MOVED, values)


def _words(end: End) -> str:
    return f"{end.position}:{end.hash}"


def _sealed(end: End) -> str:
    return sealed_text(PLACE, _words(end))
