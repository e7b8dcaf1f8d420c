"""Terms over the two nights a year in which the clock changes, and calendar days."""

from datetime import time

import pytest

from service.domain.opening_hours import Calendar
from service.domain.working_time import due_at, elapsed, next_opening, same_clock_time
from tests.rules.clock_face import ALWAYS, DAILY, NIGHT, OFFICE, at, open_time, show

# On Sunday 29 March 2026 the clock goes from 02:00 to 03:00, on 25 October from 03:00 to 02:00.
FROM_HALF_PAST_TWO = Calendar.on("from 02:30", range(7), (time(2, 30), time(6)))
UNTIL_HALF_PAST_TWO = Calendar.on("until 02:30", range(7), (time(0), time(2, 30)))
SKIPPED = Calendar.on("skipped", range(7), (time(2, 10), time(2, 50)))

OPEN_TIME = [
    (ALWAYS, "Sun 2026-03-29 01:30", "1u", "Sun 2026-03-29 03:30"),
    (ALWAYS, "Sun 2026-03-29 01:00", "24u", "Mon 2026-03-30 02:00"),
    (ALWAYS, "Sun 2026-03-29 01:59:59", "1s", "Sun 2026-03-29 03:00"),
    (ALWAYS, "Sun 2026-10-25 01:30", "1u", "Sun 2026-10-25 02:30"),
    (ALWAYS, "Sun 2026-10-25 01:30", "2u", "Sun 2026-10-25 02:30 2nd"),
    (ALWAYS, "Sun 2026-10-25 02:30", "30min", "Sun 2026-10-25 02:00 2nd"),
    (ALWAYS, "Sun 2026-10-25 02:30 2nd", "30min", "Sun 2026-10-25 03:00"),
    (ALWAYS, "Sun 2026-10-25 02:30", "1u", "Sun 2026-10-25 02:30 2nd"),
    (NIGHT, "Sat 2026-03-28 22:00", "7u", "Sun 2026-03-29 06:00"),  # a night of seven hours
    (NIGHT, "Sat 2026-03-28 22:00", "8u", "Sun 2026-03-29 23:00"),
    (NIGHT, "Sat 2026-10-24 22:00", "9u", "Sun 2026-10-25 06:00"),  # a night of nine hours
    (NIGHT, "Sat 2026-10-24 22:00", "8u", "Sun 2026-10-25 05:00"),
    (DAILY, "Sat 2026-03-28 22:00", "2u", "Sun 2026-03-29 08:00"),
    (DAILY, "Sat 2026-10-24 22:00", "2u", "Sun 2026-10-25 08:00"),
    (OFFICE, "Fri 2026-03-27 17:29", "1u", "Mon 2026-03-30 09:29"),
    (OFFICE, "Fri 2026-10-23 17:29", "1u", "Mon 2026-10-26 09:29"),
    (FROM_HALF_PAST_TWO, "Sun 2026-03-29 00:00", "1u", "Sun 2026-03-29 04:00"),
    (FROM_HALF_PAST_TWO, "Sun 2026-10-25 00:00", "1u", "Sun 2026-10-25 02:30 2nd"),
    (UNTIL_HALF_PAST_TWO, "Sun 2026-03-29 00:00", "2u", "Sun 2026-03-29 03:00"),
    (UNTIL_HALF_PAST_TWO, "Sun 2026-10-25 00:00", "2u 30min", "Sun 2026-10-25 02:30"),
    (SKIPPED, "Sun 2026-03-29 00:00", "40min", "Mon 2026-03-30 02:50"),
]


@pytest.mark.parametrize(("calendar", "start", "amount", "end"), OPEN_TIME)
def test_real_time_counts_over_a_clock_change(
    calendar: Calendar, start: str, amount: str, end: str
) -> None:
    found = due_at(at(start), open_time(amount), calendar)
    assert found == at(end).astimezone(found.tzinfo), show(found)
    assert elapsed(at(start), at(end), calendar) == open_time(amount)


CALENDAR_DAYS = [
    # start, days, the same clock time, and where that rolls to in the calendar
    (DAILY, "Mon 2026-03-02 12:00", 3, "Thu 2026-03-05 12:00", "Thu 2026-03-05 12:00"),
    (DAILY, "Mon 2026-03-02 23:00", 3, "Thu 2026-03-05 23:00", "Fri 2026-03-06 07:00"),
    (DAILY, "Mon 2026-03-02 22:59:59", 3, "Thu 2026-03-05 22:59:59", "Thu 2026-03-05 22:59:59"),
    (DAILY, "Mon 2026-03-02 03:00", 3, "Thu 2026-03-05 03:00", "Thu 2026-03-05 07:00"),
    (DAILY, "Mon 2026-03-02 07:00", 3, "Thu 2026-03-05 07:00", "Thu 2026-03-05 07:00"),
    (OFFICE, "Mon 2026-03-02 12:00", 14, "Mon 2026-03-16 12:00", "Mon 2026-03-16 12:00"),
    (OFFICE, "Mon 2026-03-02 17:30", 14, "Mon 2026-03-16 17:30", "Tue 2026-03-17 08:30"),
    (OFFICE, "Fri 2026-03-06 17:30", 14, "Fri 2026-03-20 17:30", "Mon 2026-03-23 08:30"),
    (OFFICE, "Sat 2026-03-07 12:00", 14, "Sat 2026-03-21 12:00", "Mon 2026-03-23 08:30"),
    (OFFICE, "Fri 2026-12-11 12:00", 14, "Fri 2026-12-25 12:00", "Mon 2026-12-28 08:30"),
    (OFFICE, "Mon 2026-04-13 12:00", 14, "Mon 2026-04-27 12:00", "Tue 2026-04-28 08:30"),
    (OFFICE, "Thu 2026-12-03 12:00", 28, "Thu 2026-12-31 12:00", "Thu 2026-12-31 12:00"),
    (OFFICE, "Fri 2026-12-04 12:00", 28, "Fri 2027-01-01 12:00", "Mon 2027-01-04 08:30"),
    (OFFICE, "Thu 2024-02-01 12:00", 28, "Thu 2024-02-29 12:00", "Thu 2024-02-29 12:00"),
    (DAILY, "Sat 2026-03-28 12:00", 3, "Tue 2026-03-31 12:00", "Tue 2026-03-31 12:00"),
    (DAILY, "Fri 2026-10-23 12:00", 3, "Mon 2026-10-26 12:00", "Mon 2026-10-26 12:00"),
    (ALWAYS, "Sat 2026-03-28 02:30", 1, "Sun 2026-03-29 03:00", "Sun 2026-03-29 03:00"),
    (ALWAYS, "Sat 2026-10-24 02:30", 1, "Sun 2026-10-25 02:30", "Sun 2026-10-25 02:30"),
    (ALWAYS, "Sun 2026-10-25 02:30 2nd", 1, "Mon 2026-10-26 02:30", "Mon 2026-10-26 02:30"),
]


@pytest.mark.parametrize(("calendar", "start", "days", "landed", "rolled"), CALENDAR_DAYS)
def test_calendar_days_keep_the_clock_time_and_roll_to_an_opening(
    calendar: Calendar, start: str, days: int, landed: str, rolled: str
) -> None:
    found = same_clock_time(at(start), days)
    assert found == at(landed).astimezone(found.tzinfo), show(found)
    assert next_opening(found, calendar) == at(rolled).astimezone(found.tzinfo)
