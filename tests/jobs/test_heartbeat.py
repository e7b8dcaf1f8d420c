"""Signs of life tell when each job last finished."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select

from service.database import reading
from service.jobs.heartbeat import write_heartbeat
from service.jobs.repeated_job import RepeatedJob
from service.storage.heartbeat import Heartbeat

NOW = datetime(2026, 12, 24, 16, tzinfo=UTC)


def test_each_job_that_finished_a_round_is_written_once_per_worker(engine: Engine) -> None:
    works = RepeatedJob("works", 1, lambda _now: 3, lambda: NOW)
    never = RepeatedJob("never ran", 1, lambda _now: 1, lambda: NOW)
    works.run()
    for later in (0, 10):
        write_heartbeat(engine, "host", [works, never], NOW + timedelta(seconds=later))
    with reading(engine) as session:
        rows = {row.job: (row.at, row.handled) for row in session.scalars(select(Heartbeat))}
    assert rows == {"worker": (NOW + timedelta(seconds=10), 0), "works": (NOW, 3)}
