"""One sealed row by which the program knows at its start whether its keys fit this database."""

from sqlalchemy import inspect
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.errors import CannotUnseal
from expert_registry.sealed import SealedText
from expert_registry.tables import Base

PROBE_ID = 1
WORDS = "schakel"


class KeyProbe(Base):
    """A word without a secret, sealed when the database was made and at each change of keys."""

    __tablename__ = "key_probe"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    words: Mapped[str] = mapped_column(SealedText("key_probe.words"))


class WrongKeys(CannotUnseal):
    """The data keys are not those of this database: nothing may be read or written with them."""


def check_keys(session: Session) -> None:
    """Raise WrongKeys when the keys of this process cannot read this database.

    A database that was never migrated has no probe; it is refused for that elsewhere.
    """
    if not inspect(session.connection()).has_table(KeyProbe.__tablename__):
        return
    try:
        session.get(KeyProbe, PROBE_ID)
    except CannotUnseal as error:
        remedy = "set SCHAKEL_DATA_KEYS to the keys with which this database was used before"
        raise WrongKeys(f"{error}; {remedy}") from None
