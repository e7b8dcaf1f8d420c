"""Signs of life of the worker: one row per worker and job."""

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


_SIGNS = select(Heartbeat.worker, Heartbeat.job, Heartbeat.at).order_by(Heartbeat.worker)


def signs_of_life(session: Session) -> dict[str, dict[str, datetime]]:
    """Give per worker when it last signed and last finished each of its jobs."""
    found: dict[str, dict[str, datetime]] = {}
    for worker, job, at in session.execute(_SIGNS):
        found.setdefault(worker, {})[job] = at
    return found
