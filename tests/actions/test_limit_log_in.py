"""Guessing a log-in ends, per source and per account; who knows the password is not kept out."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from service.actions.accounts.limit_log_in import begin_log_in, log_in_succeeded
from service.database import writing
from service.domain.throttle import LIMITS, Attempt, TooManyAttempts
from tests.actions.conftest import NOW

SOURCE, ACCOUNT = "203.0.113.9", "co@bureau.example"
PER_SOURCE, PER_ACCOUNT = LIMITS[Attempt.LOG_IN], LIMITS[Attempt.ACCOUNT_LOG_IN]


def test_a_source_is_stopped_whatever_the_account(session: Session) -> None:
    for number in range(PER_SOURCE.most):
        begin_log_in(session, NOW, SOURCE, f"{number}@bureau.example")
    with pytest.raises(TooManyAttempts) as refused:
        begin_log_in(session, NOW, SOURCE, ACCOUNT)
    assert (refused.value.attempt, refused.value.until) == (
        Attempt.LOG_IN,
        NOW + PER_SOURCE.within,
    )
    begin_log_in(session, NOW, "203.0.113.10", ACCOUNT)
    begin_log_in(session, NOW + PER_SOURCE.within, SOURCE, ACCOUNT)


def test_an_account_is_guarded_against_guesses_from_everywhere(session: Session) -> None:
    for number in range(PER_ACCOUNT.most):
        begin_log_in(session, NOW, f"203.0.113.{number}", ACCOUNT)
    with pytest.raises(TooManyAttempts) as refused:
        begin_log_in(session, NOW, SOURCE, ACCOUNT)
    assert refused.value.attempt == Attempt.ACCOUNT_LOG_IN


def test_who_logs_in_is_not_counted_and_wipes_nothing_out(session: Session) -> None:
    begin_log_in(session, NOW, SOURCE, "ander@bureau.example")
    for _number in range(PER_SOURCE.most * 2):
        begin_log_in(session, NOW, SOURCE, ACCOUNT)
        log_in_succeeded(session, SOURCE, ACCOUNT)
    for _number in range(PER_SOURCE.most - 1):
        begin_log_in(session, NOW, SOURCE, ACCOUNT)
    with pytest.raises(TooManyAttempts):
        begin_log_in(session, NOW, SOURCE, ACCOUNT)


def test_guesses_that_come_at_once_are_all_counted(engine: Engine) -> None:
    start = Barrier(PER_SOURCE.most * 2)

    def guess(_number: int) -> bool:
        start.wait(timeout=10)
        try:
            with writing(engine) as session:
                begin_log_in(session, NOW, SOURCE, ACCOUNT)
        except TooManyAttempts:
            return False
        return True

    with ThreadPoolExecutor(PER_SOURCE.most * 2) as pool:
        assert sum(pool.map(guess, range(PER_SOURCE.most * 2))) == PER_SOURCE.most
