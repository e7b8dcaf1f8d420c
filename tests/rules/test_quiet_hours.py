"""Quiet hours as a table: when a mail that is not acute leaves."""

from datetime import UTC, datetime, time

import pytest

from service.domain.opening_hours import AMSTERDAM, Window
from service.domain.quiet_hours import leaves_at
from service.domain.time_errors import NaiveTime

NIGHT = (time(21), time(7))
NOON = (time(12), time(13))


def local(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM, fold=fold)


@pytest.mark.parametrize(
    ("quiet", "at", "leaves"),
    [
        (NIGHT, "2026-11-24T10:00", "2026-11-24T10:00"),  # Tuesday morning
        (NIGHT, "2026-11-24T20:59:59", "2026-11-24T20:59:59"),  # just before
        (NIGHT, "2026-11-24T21:00", "2026-11-25T07:00"),  # the begin is quiet
        (NIGHT, "2026-11-24T23:30", "2026-11-25T07:00"),
        (NIGHT, "2026-11-25T00:00", "2026-11-25T07:00"),  # after midnight
        (NIGHT, "2026-11-25T06:59:59", "2026-11-25T07:00"),
        (NIGHT, "2026-11-25T07:00", "2026-11-25T07:00"),  # the end is not
        (NIGHT, "2026-12-31T22:00", "2027-01-01T07:00"),  # over the year change
        (NIGHT, "2026-03-29T01:30", "2026-03-29T07:00"),  # an hour less sleep
        (NIGHT, "2026-10-24T22:00", "2026-10-25T07:00"),  # an hour more
        ((time(23), time(2, 30)), "2026-03-29T01:30", "2026-03-29T03:00"),  # 02:30 is skipped
        (NOON, "2026-11-24T11:59", "2026-11-24T11:59"),
        (NOON, "2026-11-24T12:00", "2026-11-24T13:00"),
        (NOON, "2026-11-24T13:00", "2026-11-24T13:00"),
        (None, "2026-11-24T23:00", "2026-11-24T23:00"),  # no quiet hours at all
    ],
)
def test_a_mail_leaves_outside_the_quiet_hours(quiet: Window | None, at: str, leaves: str) -> None:
    assert leaves_at(local(at), quiet) == local(leaves).astimezone(UTC)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveTime):
        leaves_at(datetime(2026, 11, 24, 22), NIGHT)
