"""The auditor as a job: it leaves the worker itself out until that has had time to begin."""

from datetime import datetime, timedelta

from sqlalchemy import Engine

from service.actions.alarms.audit import OF_THE_WORKER, audit
from service.database import writing
from service.domain.channel import Channels

AUDIT_EVERY_S = 15.0
SETTLED_AFTER = timedelta(minutes=2)


class Auditor:
    """Audits again and again; `started_at` is when its worker began (aware UTC)."""

    def __init__(self, engine: Engine, channels: Channels, started_at: datetime) -> None:
        self._engine = engine
        self._channels = channels
        self._started_at = started_at

    def run(self, now: datetime) -> int:
        """Bring the alarms up to date; give how many were raised."""
        settled = abs(now - self._started_at) >= SETTLED_AFTER
        with writing(self._engine) as session:
            return audit(session, now, self._channels, () if settled else OF_THE_WORKER)
