"""When a mail is tried again."""

from datetime import timedelta

import pytest

from service.mail.retry import next_attempt
from tests.mail.mail_facts import AT

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 5), (2, 30), (3, 120), (4, 600), (5, 1800), (6, 1800), (40, 1800)]
)
def test_delays_grow_to_half_an_hour(attempts: int, seconds: int) -> None:
    assert next_attempt(AT, AT, attempts, 1.0) == AT + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("age", "again"),
    [(0 * HOUR, True), (24 * HOUR - timedelta(seconds=1), True), (24 * HOUR, False)],
)
def test_it_gives_up_after_a_day(age: timedelta, again: bool) -> None:
    assert (next_attempt(AT, AT - age, 9, 1.0) is not None) == again


def test_the_jitter_stretches_the_delay() -> None:
    assert next_attempt(AT, AT, 2, 1.2) == AT + timedelta(seconds=36)
