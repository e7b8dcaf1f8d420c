"""What lowers the rank of an expert who may be asked."""

from datetime import UTC, datetime, timedelta

import pytest

from service.domain.shortlist import RECENT, burden, penalty

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("soft", "asked_days_ago", "expected"),
    [
        (0, None, 0.0),
        (1, None, 0.5),
        (2, None, 1.0),
        (0, 0, 0.5),
        (0, 15, 0.25),
        (0, 30, 0.0),
        (1, 15, 0.75),
        (0, 400, 0.0),
    ],
)
def test_penalty(soft: int, asked_days_ago: int | None, expected: float) -> None:
    asked = None if asked_days_ago is None else NOW - timedelta(days=asked_days_ago)
    assert penalty(soft, burden(asked, NOW)) == pytest.approx(expected)


def test_a_month_is_recent() -> None:
    assert timedelta(days=30) == RECENT


@pytest.mark.parametrize(
    ("asked_days_ago", "asked", "helped", "expected"),
    [
        (None, 0, 0, 0.0),
        (60, 1, 0, 0.0),  # asked once this quarter is nothing special
        (60, 2, 0, 0.1),
        (60, 3, 0, 0.2),
        (60, 1, 1, 0.2),
        (60, 3, 2, 0.5),  # 0.6, but never more than this
        (60, 20, 4, 0.5),
        (15, 1, 0, 0.25),
        (15, 3, 1, 0.65),
        (0, 9, 9, 1.0),
    ],
)
def test_who_is_asked_often_is_spared(
    asked_days_ago: int | None, asked: int, helped: int, expected: float
) -> None:
    at = None if asked_days_ago is None else NOW - timedelta(days=asked_days_ago)
    found = burden(at, NOW, asked, helped)
    assert found == pytest.approx(expected)
    assert penalty(1, found) == pytest.approx(expected + 0.5)
