"""Signs of life of the worker: one row per worker and job."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.tables import Base, UtcDateTime


class Heartbeat(Base):
    """When a job of a worker last finished a cycle."""

    __tablename__ = "heartbeat"

    worker: Mapped[str] = mapped_column(primary_key=True)
    job: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    handled: Mapped[int] = mapped_column(default=0)


def beat(session: Session, worker: str, job: str, now: datetime, handled: int) -> None:
    """Record that this job of this worker finished a cycle."""
    session.merge(Heartbeat(worker=worker, job=job, at=now, handled=handled))


def beats(session: Session) -> dict[str, Sequence[datetime]]:
    """Give per job when each of the workers last finished it."""
    found: dict[str, list[datetime]] = {}
    for job, at in session.execute(select(Heartbeat.job, Heartbeat.at)):
        found.setdefault(job, []).append(at)
    return dict(found)
