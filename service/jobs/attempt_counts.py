"""The removal of counts that are over, as a job."""

from datetime import datetime

from sqlalchemy import Engine

from service.database import writing
from service.storage.attempt_count import remove_ended

REMOVE_EVERY_S = 600.0


def remove_ended_counts(engine: Engine, now: datetime) -> int:
    """Remove what no longer counts; give how many rows went."""
    with writing(engine) as session:
        return remove_ended(session, now)
