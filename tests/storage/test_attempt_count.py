"""What is counted is counted exactly, and nobody can be read from it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from threading import Barrier

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from service.database import reading, writing
from service.domain.throttle import LIMITS, Attempt
from service.storage import attempt_count
from service.storage.attempt_count import AttemptCount
from tests.actions.conftest import NOW

KIND = Attempt.LINK
LIMIT = LIMITS[KIND]
SECOND = timedelta(seconds=1)


def fill(session: Session, subject: str = "203.0.113.9") -> None:
    for _number in range(LIMIT.most):
        assert attempt_count.take(session, NOW, KIND, subject) is None


def test_so_many_and_no_more(session: Session) -> None:
    fill(session)
    ends_at = NOW + LIMIT.within
    assert attempt_count.take(session, NOW + 5 * SECOND, KIND, "203.0.113.9") == ends_at
    assert attempt_count.full_until(session, NOW + 5 * SECOND, KIND, "203.0.113.9") == ends_at
    # What is refused does not count, so who goes on trying waits no longer.
    assert session.scalars(select(AttemptCount.count)).one() == LIMIT.most


def test_it_begins_anew_when_the_time_is_over(session: Session) -> None:
    fill(session)
    later = NOW + LIMIT.within
    assert attempt_count.take(session, later - SECOND, KIND, "203.0.113.9") is not None
    assert attempt_count.full_until(session, later, KIND, "203.0.113.9") is None
    assert attempt_count.take(session, later, KIND, "203.0.113.9") is None
    row = session.scalars(select(AttemptCount).execution_options(populate_existing=True)).one()
    assert (row.count, row.ends_at) == (1, later + LIMIT.within)


def test_others_and_other_kinds_count_apart(session: Session) -> None:
    fill(session)
    assert attempt_count.take(session, NOW, KIND, "203.0.113.10") is None
    assert attempt_count.take(session, NOW, Attempt.LOG_IN, "203.0.113.9") is None
    assert attempt_count.take(session, NOW, KIND, "203.0.113.9", LIMIT.most + 1) is None


def test_what_is_given_back_may_be_taken_again(session: Session) -> None:
    attempt_count.give_back(session, KIND, "203.0.113.9")
    fill(session)
    attempt_count.give_back(session, KIND, "203.0.113.9")
    assert attempt_count.take(session, NOW, KIND, "203.0.113.9") is None
    assert attempt_count.take(session, NOW, KIND, "203.0.113.9") is not None


def test_only_what_is_over_is_removed(session: Session) -> None:
    attempt_count.take(session, NOW, Attempt.LINK, "a")
    attempt_count.take(session, NOW, Attempt.INTAKE, "a")
    assert attempt_count.remove_ended(session, NOW + LIMIT.within) == 1
    assert session.scalars(select(AttemptCount.kind)).all() == [Attempt.INTAKE]


def test_eight_at_once_take_exactly_what_there_is(engine: Engine) -> None:
    start = Barrier(8)

    def try_ten_times(_worker: int) -> int:
        start.wait(timeout=10)
        taken = 0
        for _number in range(10):
            with writing(engine) as session:
                taken += attempt_count.take(session, NOW, KIND, "one") is None
        return taken

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_ten_times, range(8))) == LIMIT.most


@pytest.mark.backend("sqlite")
def test_nobody_can_be_read_from_it_without_the_key(engine: Engine) -> None:
    for key in ("k" * 32, "l" * 32):
        with writing(attempt_count.counting_with(engine, key)) as session:
            assert attempt_count.take(session, NOW, KIND, "203.0.113.9") is None
    with reading(engine) as session:
        hashes = set(session.scalars(select(AttemptCount.subject_hash)))
    assert len(hashes) == 2
    assert sha256(f"{KIND}:203.0.113.9".encode()).hexdigest() not in hashes
