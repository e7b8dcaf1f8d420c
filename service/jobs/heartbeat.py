"""Signs of life: when each job last finished a round, and how the worker came to its end."""

import socket
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine

from service.database import writing
from service.domain.alarm import STOPPED, WORKER_JOB
from service.jobs.repeated_job import RepeatedJob
from service.storage.heartbeat import beat

BEAT_EVERY_S = 10.0


def worker_name() -> str:
    """Give the name of the worker of this host: several on one host count as one."""
    return socket.gethostname()


def begin_signing(engine: Engine, worker: str, jobs: Sequence[RepeatedJob], now: datetime) -> None:
    """Sign before the first round: what the worker before left undone is not held against it."""
    with writing(engine) as session:
        for job in (WORKER_JOB, *(job.name for job in jobs)):
            beat(session, worker, job, now, 0)


def write_heartbeat(engine: Engine, worker: str, jobs: Sequence[RepeatedJob], now: datetime) -> int:
    """Store when each job last finished and what it handled in all; give the number of jobs."""
    finished = [(job, job.finished_at) for job in jobs if job.finished_at]
    with writing(engine) as session:
        beat(session, worker, WORKER_JOB, now, 0)
        for job, finished_at in finished:
            beat(session, worker, job.name, finished_at, job.handled)
    return len(finished)


def end_signing(engine: Engine, worker: str, now: datetime) -> None:
    """Sign that the worker ends because it was told to: nobody needs to look for it."""
    with writing(engine) as session:
        beat(session, worker, STOPPED, now, 0)
