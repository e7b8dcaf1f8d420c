"""How often something was tried: one row per kind and subject, counted in the database.

Who tried it stands there as a keyed hash: no address, name or IP can be read from it.
"""

import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, case, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.tables import Base, UtcDateTime
from service.domain.throttle import LIMITS, Attempt

_KEY = "schakel_count_key"
_PURPOSE = b"attempt count"
# Whoever counts without the key of the application counts for this process only.
_OWN_KEY = secrets.token_bytes(32)


class AttemptCount(Base):
    """How often this was tried since the first time, and until when (UTC) that counts."""

    __tablename__ = "attempt_count"

    kind: Mapped[str] = mapped_column(primary_key=True)
    subject_hash: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


def counting_with(engine: Engine, secret_key: str) -> Engine:
    """Give the same engine, on which subjects are hashed with a key made from this one."""
    key = hmac.digest(secret_key.encode(), _PURPOSE, hashlib.sha256)
    return engine.execution_options(**{_KEY: key})


def take(
    session: Session, now: datetime, kind: Attempt, subject: object, most: int | None = None
) -> datetime | None:
    """Count one more and give None; where there were `most`, count none and say until when (UTC).

    Exact, however many do it at once: one statement tests and counts, and the row stays locked
    until the transaction ends. So take what may be held up last, and in one order.
    """
    values = _values(session, now, kind, subject)
    most = LIMITS[kind].most if most is None else most
    over = AttemptCount.ends_at <= now
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    counted = session.execute(
        insert(AttemptCount)
        .values(values)
        .on_conflict_do_update(
            index_elements=["kind", "subject_hash"],
            set_={
                "count": case((over, 1), else_=AttemptCount.count + 1),
                "ends_at": case((over, values["ends_at"]), else_=AttemptCount.ends_at),
            },
            where=or_(over, AttemptCount.count < most),
        )
        .returning(AttemptCount.count)
    ).scalar_one_or_none()
    return None if counted is not None else _ends_at(session, kind, subject)


def full_until(
    session: Session, now: datetime, kind: Attempt, subject: object, most: int | None = None
) -> datetime | None:
    """Give until when (UTC) there are no more to take; None when there are. Changes nothing."""
    most = LIMITS[kind].most if most is None else most
    full = AttemptCount.ends_at > now, AttemptCount.count >= most
    query = select(AttemptCount.ends_at).where(*_row(session, kind, subject), *full)
    return session.scalar(query)


def give_back(session: Session, kind: Attempt, subject: object) -> None:
    """Count one less: what was taken turned out to be in order."""
    counted = AttemptCount.count > 0
    fewer = update(AttemptCount).where(*_row(session, kind, subject), counted)
    session.execute(fewer.values(count=AttemptCount.count - 1))


def remove_ended(session: Session, now: datetime) -> int:
    """Remove the counts that are over; give how many went."""
    ended = delete(AttemptCount).where(AttemptCount.ends_at <= now).returning(AttemptCount.kind)
    return len(session.scalars(ended).all())


def _values(session: Session, now: datetime, kind: Attempt, subject: object) -> dict[str, Any]:
    ends_at = now + LIMITS[kind].within
    hashed = _hash(session, kind, subject)
    return {"kind": kind, "subject_hash": hashed, "count": 1, "ends_at": ends_at}


def _ends_at(session: Session, kind: Attempt, subject: object) -> datetime:
    return session.scalars(select(AttemptCount.ends_at).where(*_row(session, kind, subject))).one()


def _row(
    session: Session, kind: Attempt, subject: object
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    hashed = _hash(session, kind, subject)
    return AttemptCount.kind == kind, AttemptCount.subject_hash == hashed


def _hash(session: Session, kind: Attempt, subject: object) -> str:
    key = session.get_bind().get_execution_options().get(_KEY, _OWN_KEY)
    return hmac.new(key, f"{kind}:{subject}".encode(), hashlib.sha256).hexdigest()
