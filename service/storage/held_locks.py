"""Which rows this transaction has locked, so that an act within an act asks for no lock again."""

from collections.abc import Iterator
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session, SessionTransaction

from expert_registry.tables import Base

_HELD = "held_locks"
Locks = WeakKeyDictionary[SessionTransaction, set[tuple[type[Base], int]]]


def remember(session: Session, table: type[Base], row_id: int) -> None:
    """Note that the row is locked from now on, until the innermost transaction ends.

    A savepoint that is rolled back lets go of what was locked within it.
    """
    locks: Locks = session.info.setdefault(_HELD, WeakKeyDictionary())
    innermost = next(_transactions(session))
    locks.setdefault(innermost, set()).add((table, row_id))


def holds(session: Session, table: type[Base], row_id: int) -> bool:
    """Say whether this transaction, or one around it, has locked the row."""
    locks: Locks = session.info.get(_HELD, WeakKeyDictionary())
    return any((table, row_id) in locks.get(one, ()) for one in _transactions(session))


def _transactions(session: Session) -> Iterator[SessionTransaction]:
    """The innermost transaction and those around it; none before the first statement."""
    found = session.get_nested_transaction() or session.get_transaction()
    while found is not None:
        yield found
        found = found.parent
