"""The worker runs its jobs side by side and ends the work it began."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

from service.jobs.repeated_job import RepeatedJob
from service.jobs.worker import run_until_stopped

PATIENCE_S = 10


def job(name: str, work: Callable[[], object]) -> RepeatedJob:
    def once(_now: datetime) -> int:
        work()
        return 1

    return RepeatedJob(name, 0.05, once, lambda: datetime.now(UTC))


def start(*jobs: RepeatedJob) -> tuple[threading.Thread, threading.Event]:
    stop = threading.Event()
    thread = threading.Thread(target=run_until_stopped, args=(jobs, stop))
    thread.start()
    return thread, stop


def test_a_failing_and_a_slow_job_do_not_stop_the_others() -> None:
    rounds, three_rounds, release = 0, threading.Event(), threading.Event()

    def fail() -> None:
        raise RuntimeError

    def count() -> None:
        nonlocal rounds
        rounds += 1
        if rounds == 3:
            three_rounds.set()

    slow = job("slow", lambda: release.wait(PATIENCE_S))
    thread, stop = start(job("fails", fail), slow, job("counts", count))
    assert three_rounds.wait(PATIENCE_S)
    release.set()
    stop.set()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()


def test_stopping_waits_for_the_work_that_was_begun() -> None:
    begun, release, ended = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        release.wait(PATIENCE_S)
        ended.set()

    thread, stop = start(job("works", work))
    assert begun.wait(PATIENCE_S)
    stop.set()
    thread.join(0.2)
    assert thread.is_alive()
    release.set()
    thread.join(PATIENCE_S)
    assert ended.is_set()
    assert not thread.is_alive()


def test_a_job_never_runs_twice_at_a_time() -> None:
    lock, rounds, overlaps, enough = threading.Lock(), 0, 0, threading.Event()

    def work() -> None:
        nonlocal rounds, overlaps
        if not lock.acquire(blocking=False):
            overlaps += 1
            return
        threading.Event().wait(0.12)
        rounds += 1
        lock.release()
        if rounds == 3:
            enough.set()

    thread, stop = start(job("works", work))
    assert enough.wait(PATIENCE_S)
    stop.set()
    thread.join(PATIENCE_S)
    assert overlaps == 0
