"""Is the worker alive? Without it no mail leaves and no deadline is watched."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.storage.heartbeat import Heartbeat

SILENT_AFTER = timedelta(seconds=60)


def worker_is_silent(session: Session, now: datetime) -> bool:
    """Say whether the last sign of life of any worker is older than a minute, or never came."""
    last: datetime | None = session.scalar(select(func.max(Heartbeat.at)))
    return last is None or now - last > SILENT_AFTER
