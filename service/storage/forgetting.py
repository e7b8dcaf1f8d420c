"""Marks a transaction that must leave nothing of the rows that it changes behind."""

from sqlalchemy.orm import Session

_MARK = "leaves_nothing_behind"


def leave_nothing_behind(session: Session) -> None:
    """Have the former rows wiped from the files of the database after the commit."""
    session.info[_MARK] = True


def leaves_nothing_behind(session: Session) -> bool:
    """Say whether that was asked for in this session."""
    return bool(session.info.get(_MARK, False))
