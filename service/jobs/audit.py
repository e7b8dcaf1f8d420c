"""The auditor as a job."""

from datetime import datetime

from sqlalchemy import Engine

from service.actions.alarms.audit import audit
from service.database import writing
from service.domain.channel import Channels

AUDIT_EVERY_S = 15.0


def look_for_trouble(engine: Engine, now: datetime, channels: Channels) -> int:
    """Bring the alarms up to date; give how many were raised."""
    with writing(engine) as session:
        return audit(session, now, channels)
