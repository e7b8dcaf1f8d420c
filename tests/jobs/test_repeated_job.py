"""A job pauses after a failure, longer each time, and goes on when it works again."""

import logging
from datetime import UTC, datetime, timedelta

import pytest

from service.jobs.repeated_job import RepeatedJob, until_nothing_is_left

START = datetime(2026, 12, 24, 16, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Work:
    def __init__(self) -> None:
        self.fails = False
        self.rounds = 0

    def __call__(self, _now: datetime) -> int:
        self.rounds += 1
        if self.fails:
            raise ConnectionError("secret@person.example")
        return 2


def test_it_counts_what_it_handled_and_when() -> None:
    clock, work = Clock(), Work()
    job = RepeatedJob("mail", 1, work, clock)
    job.run()
    clock.forward(1)
    job.run()
    assert (job.handled, job.finished_at) == (4, START + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("failures", "pause_s"), [(1, 2), (2, 4), (3, 8), (5, 32), (6, 60), (12, 60)]
)
def test_the_pause_grows_with_each_failure(failures: int, pause_s: int) -> None:
    clock, work = Clock(), Work()
    work.fails = True
    job = RepeatedJob("mail", 1, work, clock)
    for _failure in range(failures):
        clock.forward(100)
        job.run()
    assert work.rounds == failures
    clock.forward(pause_s - 0.001)
    job.run()
    assert work.rounds == failures
    clock.forward(0.001)
    job.run()
    assert work.rounds == failures + 1


def test_after_a_success_the_pause_is_short_again() -> None:
    clock, work = Clock(), Work()
    job = RepeatedJob("mail", 1, work, clock)
    for fails in (True, True, True, False, True):
        clock.forward(100)
        work.fails = fails
        job.run()
    clock.forward(2)
    job.run()
    assert work.rounds == 6


def test_a_clock_that_is_set_back_makes_no_pause_longer() -> None:
    clock, work = Clock(), Work()
    work.fails = True
    job = RepeatedJob("mail", 1, work, clock)
    job.run()
    clock.forward(-3600)
    job.run()
    assert work.rounds == 2


def test_the_log_names_the_kind_of_error_and_nothing_else(
    caplog: pytest.LogCaptureFixture,
) -> None:
    work = Work()
    work.fails = True
    with caplog.at_level(logging.INFO):
        RepeatedJob("mail", 1, work, Clock()).run()
    assert caplog.messages == ["mail failed (ConnectionError), again in 2 s"]
    assert caplog.records[0].exc_info is None


@pytest.mark.parametrize(
    ("answers", "total"), [([0], 0), ([3, 2, 0, 9], 5), ([1, 1, 1, 1, 1, 0], 5)]
)
def test_until_nothing_is_left(answers: list[int], total: int) -> None:
    left = iter(answers)
    assert until_nothing_is_left(lambda: next(left)) == total


def test_it_gives_way_after_many_rounds() -> None:
    assert until_nothing_is_left(lambda: 1, most_rounds=7) == 7
