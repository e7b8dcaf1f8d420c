"""Signs of life tell when each job last finished, and how a worker began and ended."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select

from service.database import reading
from service.domain.alarm import JOB_LIMITS, silent_workers
from service.jobs.heartbeat import begin_signing, end_signing, write_heartbeat
from service.jobs.repeated_job import RepeatedJob
from service.storage.heartbeat import Heartbeat, signs_of_life

NOW = datetime(2026, 12, 24, 16, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def job(name: str, handled: int = 1) -> RepeatedJob:
    return RepeatedJob(name, 1, lambda _now: handled, lambda: NOW)


def troubles(engine: Engine, now: datetime) -> list[str]:
    with reading(engine) as session:
        findings = silent_workers(signs_of_life(session), now)
    return [f"{finding.kind} {finding.subject}".strip() for finding in findings]


def test_each_job_that_finished_a_round_is_written_once_per_worker(engine: Engine) -> None:
    works, never = job("works", handled=3), job("never ran")
    works.run()
    for later in (0, 10):
        write_heartbeat(engine, "host", [works, never], NOW + later * SECOND)
    with reading(engine) as session:
        rows = {row.job: (row.at, row.handled) for row in session.scalars(select(Heartbeat))}
    assert rows == {"worker": (NOW + 10 * SECOND, 0), "works": (NOW, 3)}


def test_a_worker_has_the_whole_time_of_each_job_from_its_start(engine: Engine) -> None:
    jobs = [job(name) for name in JOB_LIMITS]
    begin_signing(engine, "host", jobs, NOW - 3 * DAY)
    assert troubles(engine, NOW) == ["worker_silent"]
    begin_signing(engine, "host", jobs, NOW)
    assert troubles(engine, NOW) == []
    write_heartbeat(engine, "host", jobs, NOW + 61 * SECOND)
    assert troubles(engine, NOW + 61 * SECOND) == ["job_silent host: check deadlines"]


def test_a_worker_that_stops_in_good_order_leaves_no_alarm(engine: Engine) -> None:
    jobs = [job(name) for name in JOB_LIMITS]
    for worker in ("one", "other"):
        begin_signing(engine, worker, jobs, NOW)
    end_signing(engine, "other", NOW + SECOND)
    begin_signing(engine, "one", jobs, NOW + DAY)
    assert troubles(engine, NOW + DAY) == []
    begin_signing(engine, "other", jobs, NOW + DAY)
    begin_signing(engine, "one", jobs, NOW + DAY + 61 * SECOND)
    assert troubles(engine, NOW + DAY + 61 * SECOND) == ["worker_down other"]
