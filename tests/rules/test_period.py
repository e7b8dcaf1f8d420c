"""The stretch of time over which figures are counted."""

from datetime import UTC, datetime

import pytest

from service.domain.period import Period, begin_of


@pytest.mark.parametrize(
    ("period", "now", "begin"),
    [
        # Tuesday 24 November, 10:00 in Amsterdam; 27 October is after the clock change.
        (
            Period.FOUR_WEEKS,
            datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
            datetime(2026, 10, 26, 23, 0, tzinfo=UTC),
        ),
        # 25 August has summer time.
        (
            Period.QUARTER,
            datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
            datetime(2026, 8, 24, 22, 0, tzinfo=UTC),
        ),
        # Just after midnight in Amsterdam it is still the day before in UTC.
        (
            Period.FOUR_WEEKS,
            datetime(2026, 11, 23, 23, 30, tzinfo=UTC),
            datetime(2026, 10, 26, 23, 0, tzinfo=UTC),
        ),
        (Period.ALL, datetime(2026, 11, 24, 9, 0, tzinfo=UTC), None),
    ],
)
def test_begin(period: Period, now: datetime, begin: datetime | None) -> None:
    assert begin_of(period, now) == begin
