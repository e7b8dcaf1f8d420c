"""The worker: keeps the jobs running until it is told to stop. The only user of APScheduler."""

import logging
import threading
from collections.abc import Sequence
from datetime import UTC, datetime

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from service.jobs.repeated_job import RepeatedJob

log = logging.getLogger(__name__)


def run_until_stopped(jobs: Sequence[RepeatedJob], stop: threading.Event) -> None:
    """Run each job at once and then at its interval, until `stop` is set; work begun is ended.

    A job never runs twice at the same time, and the rounds that it missed meanwhile are dropped:
    what is due stands in the database, not in the scheduler.
    """
    # A round that is skipped because the one before still runs is no news.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler = BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(len(jobs))},
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
    )
    for job in jobs:
        scheduler.add_job(
            job.run,
            "interval",
            seconds=job.every_s,
            id=job.name,
            next_run_time=datetime.now(UTC),
        )
    scheduler.start()
    log.info("worker started")
    stop.wait()
    scheduler.shutdown(wait=True)
    log.info("worker stopped")
