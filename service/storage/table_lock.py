"""Let one transaction at a time change a table as a whole."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from expert_registry.tables import Base


def lock_table(session: Session, table: type[Base]) -> None:
    """Keep other writers of this table waiting until the transaction ends; readers go on.

    For rules over all rows, such as "no two shifts overlap", which row locks cannot hold. On
    SQLite the write transaction itself does it.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"LOCK TABLE {table.__tablename__} IN SHARE ROW EXCLUSIVE MODE"))
