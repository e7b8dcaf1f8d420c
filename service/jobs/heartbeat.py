"""Signs of life: when each job last finished a round."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine

from service.database import writing
from service.jobs.repeated_job import RepeatedJob
from service.storage.heartbeat import beat

BEAT_EVERY_S = 10.0


def write_heartbeat(engine: Engine, worker: str, jobs: Sequence[RepeatedJob], now: datetime) -> int:
    """Store when each job last finished and what it handled in all; give the number of jobs."""
    finished = [(job, job.finished_at) for job in jobs if job.finished_at]
    with writing(engine) as session:
        beat(session, worker, "worker", now, 0)
        for job, finished_at in finished:
            beat(session, worker, job.name, finished_at, job.handled)
    return len(finished)
