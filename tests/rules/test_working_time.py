"""When a term ends: each case is start, open time, end, on the Amsterdam clock."""

from datetime import date, time, timedelta

import pytest

from service.domain.opening_hours import Calendar, Interval
from service.domain.time_errors import NaiveTime, NeverOpen
from service.domain.working_time import due_at, elapsed, is_open, next_opening, remaining
from tests.rules.clock_face import (
    ALWAYS,
    DAILY,
    HOLIDAYS,
    LUNCH,
    NIGHT,
    OFFICE,
    WEEKEND_NIGHT,
    WORKDAYS,
    at,
    open_time,
    show,
)

OFFICE_CASES = [
    # an ordinary week
    ("Mon 2026-03-02 08:30", "1min", "Mon 2026-03-02 08:31"),
    ("Mon 2026-03-02 08:30", "4u", "Mon 2026-03-02 12:30"),
    ("Mon 2026-03-02 10:00", "4u", "Mon 2026-03-02 14:00"),
    ("Mon 2026-03-02 13:30", "4u", "Mon 2026-03-02 17:30"),  # the closing minute stays
    ("Mon 2026-03-02 13:30:01", "4u", "Tue 2026-03-03 08:30:01"),  # a second later does not
    ("Mon 2026-03-02 08:30", "1wd", "Mon 2026-03-02 17:30"),
    ("Mon 2026-03-02 08:31", "1wd", "Tue 2026-03-03 08:31"),
    ("Mon 2026-03-02 12:00", "1wd", "Tue 2026-03-03 12:00"),
    ("Mon 2026-03-02 12:00", "2wd", "Wed 2026-03-04 12:00"),
    ("Mon 2026-03-02 12:00", "4wd", "Fri 2026-03-06 12:00"),
    ("Mon 2026-03-02 12:00", "5wd", "Mon 2026-03-09 12:00"),
    ("Mon 2026-03-02 12:00", "10wd", "Mon 2026-03-16 12:00"),
    ("Mon 2026-03-02 12:00", "18u", "Wed 2026-03-04 12:00"),  # 2 wd are 18 open hours
    # outside office hours
    ("Mon 2026-03-02 00:00", "4u", "Mon 2026-03-02 12:30"),
    ("Mon 2026-03-02 08:29:59", "4u", "Mon 2026-03-02 12:30"),
    ("Mon 2026-03-02 17:30", "4u", "Tue 2026-03-03 12:30"),  # a start on closing is outside
    ("Mon 2026-03-02 23:59:59", "4u", "Tue 2026-03-03 12:30"),
    ("Mon 2026-03-02 18:00", "1wd", "Tue 2026-03-03 17:30"),
    ("Mon 2026-03-02 18:00", "2wd", "Wed 2026-03-04 17:30"),
    # towards the weekend
    ("Fri 2026-03-06 17:29", "1min", "Fri 2026-03-06 17:30"),
    ("Fri 2026-03-06 17:29", "2min", "Mon 2026-03-09 08:31"),
    ("Fri 2026-03-06 17:29", "4u", "Mon 2026-03-09 12:29"),
    ("Fri 2026-03-06 17:29", "1wd", "Mon 2026-03-09 17:29"),
    ("Fri 2026-03-06 17:29:59", "2s", "Mon 2026-03-09 08:30:01"),
    ("Fri 2026-03-06 17:30", "4u", "Mon 2026-03-09 12:30"),
    ("Fri 2026-03-06 17:31", "4u", "Mon 2026-03-09 12:30"),
    ("Sat 2026-03-07 12:00", "4u", "Mon 2026-03-09 12:30"),
    ("Sun 2026-03-08 23:59", "1wd", "Mon 2026-03-09 17:30"),
    # Christmas 2026 falls on Friday and Saturday
    ("Thu 2026-12-24 16:00", "4u", "Mon 2026-12-28 11:00"),
    ("Thu 2026-12-24 16:00", "1wd", "Mon 2026-12-28 16:00"),
    ("Thu 2026-12-24 16:00", "4wd", "Thu 2026-12-31 16:00"),
    ("Thu 2026-12-24 16:00", "5wd", "Mon 2027-01-04 16:00"),  # New Year's Day is a Friday
    ("Thu 2026-12-24 17:30", "1min", "Mon 2026-12-28 08:31"),
    ("Fri 2026-12-25 10:00", "4u", "Mon 2026-12-28 12:30"),
    ("Thu 2026-12-31 17:29", "1u", "Mon 2027-01-04 09:29"),
    ("Wed 2025-12-31 17:00", "1u", "Fri 2026-01-02 09:00"),
    ("Wed 2025-12-24 17:00", "1u", "Mon 2025-12-29 09:00"),  # Thursday and Friday closed
    # other holidays
    ("Fri 2025-04-25 17:00", "1u", "Mon 2025-04-28 09:00"),  # King's Day: Sunday moves to Saturday
    ("Fri 2026-04-24 17:00", "1u", "Tue 2026-04-28 09:00"),  # King's Day on a Monday
    ("Thu 2026-04-02 17:00", "1u", "Fri 2026-04-03 09:00"),  # Good Friday is a working day
    ("Fri 2026-04-03 17:00", "1u", "Tue 2026-04-07 09:00"),  # Easter Monday
    ("Wed 2026-05-13 17:00", "1u", "Fri 2026-05-15 09:00"),  # Ascension Day
    ("Fri 2026-05-22 17:00", "1u", "Tue 2026-05-26 09:00"),  # Whit Monday
    ("Mon 2026-05-04 17:00", "1u", "Tue 2026-05-05 09:00"),  # 5 May, no lustrum
    ("Fri 2025-05-02 17:00", "1u", "Tue 2025-05-06 09:00"),  # 5 May in a lustrum year
    ("Sat 2025-04-26 12:00", "1wd", "Mon 2025-04-28 17:30"),
    ("Tue 2024-04-30 17:00", "5wd", "Tue 2024-05-07 17:00"),  # King's Day is 27 April now
    # leap days
    ("Wed 2024-02-28 17:00", "1u", "Thu 2024-02-29 09:00"),
    ("Thu 2024-02-29 17:00", "1u", "Fri 2024-03-01 09:00"),
    ("Mon 2028-02-28 17:00", "1wd", "Tue 2028-02-29 17:00"),
    ("Fri 2026-02-27 17:00", "1u", "Mon 2026-03-02 09:00"),  # no leap day
    ("Thu 2024-02-29 08:30", "1wd", "Thu 2024-02-29 17:30"),
    ("Tue 2028-02-29 17:29", "2min", "Wed 2028-03-01 08:31"),
    # to the second
    ("Thu 2026-12-24 17:29:59", "1s", "Thu 2026-12-24 17:30"),
    ("Thu 2026-12-24 17:29:59", "2s", "Mon 2026-12-28 08:30:01"),
    ("Wed 2025-12-24 16:00", "4u", "Mon 2025-12-29 11:00"),
    ("Thu 2026-12-31 16:00", "4u", "Mon 2027-01-04 11:00"),
    ("Fri 2031-04-25 17:00", "1u", "Mon 2031-04-28 09:00"),  # King's Day on a Sunday again
    # over the weekends in which the clock changes
    ("Fri 2026-03-27 17:29:59", "2s", "Mon 2026-03-30 08:30:01"),
    ("Fri 2026-10-23 16:30", "2u", "Mon 2026-10-26 09:30"),
    # far ahead
    ("Mon 2026-03-02 08:30", "100wd", "Thu 2026-07-23 17:30"),
    ("Mon 2026-01-05 08:30", "254wd", "Thu 2026-12-31 17:30"),  # all of 2026 but Friday 2 January
]

DAILY_CASES = [
    ("Mon 2026-03-02 07:00", "2u", "Mon 2026-03-02 09:00"),
    ("Mon 2026-03-02 06:59", "2u", "Mon 2026-03-02 09:00"),
    ("Mon 2026-03-02 21:00", "2u", "Mon 2026-03-02 23:00"),  # the closing minute stays
    ("Mon 2026-03-02 21:00:01", "2u", "Tue 2026-03-03 07:00:01"),
    ("Mon 2026-03-02 22:30", "2u", "Tue 2026-03-03 08:30"),
    ("Mon 2026-03-02 23:00", "2u", "Tue 2026-03-03 09:00"),
    ("Mon 2026-03-02 03:00", "2u", "Mon 2026-03-02 09:00"),
    ("Mon 2026-03-02 10:00", "8u", "Mon 2026-03-02 18:00"),
    ("Mon 2026-03-02 18:00", "8u", "Tue 2026-03-03 10:00"),
    ("Mon 2026-03-02 10:00", "24u", "Tue 2026-03-03 18:00"),  # sixteen open hours a day
    ("Mon 2026-03-02 16:00", "24u", "Wed 2026-03-04 08:00"),
    ("Fri 2026-03-06 22:00", "4u", "Sat 2026-03-07 10:00"),  # weekends count
    ("Sat 2026-03-07 22:00", "4u", "Sun 2026-03-08 10:00"),
    ("Thu 2026-12-24 22:00", "4u", "Fri 2026-12-25 10:00"),  # so does Christmas
    ("Thu 2026-12-31 22:30", "1u", "Fri 2027-01-01 07:30"),
    ("Thu 2024-02-29 22:30", "1u", "Fri 2024-03-01 07:30"),
]

ALWAYS_CASES = [
    ("Fri 2026-03-06 17:29", "1min", "Fri 2026-03-06 17:30"),
    ("Sat 2026-03-07 23:45", "30min", "Sun 2026-03-08 00:15"),
    ("Sun 2026-03-08 00:00", "24u", "Mon 2026-03-09 00:00"),
    ("Thu 2026-12-31 23:30", "1u", "Fri 2027-01-01 00:30"),
    ("Fri 2026-12-25 03:00", "4u", "Fri 2026-12-25 07:00"),
    ("Wed 2024-02-28 12:00", "48u", "Fri 2024-03-01 12:00"),
    ("Sat 2026-03-28 12:00", "24u", "Sun 2026-03-29 13:00"),  # the night has 23 hours
    ("Sat 2026-10-24 12:00", "24u", "Sun 2026-10-25 11:00"),  # the night has 25 hours
    ("Mon 2026-01-05 12:00", "8760u", "Tue 2027-01-05 12:00"),
]

NIGHT_CASES = [
    ("Mon 2026-03-02 22:00", "8u", "Tue 2026-03-03 06:00"),
    ("Mon 2026-03-02 22:00", "9u", "Tue 2026-03-03 23:00"),
    ("Mon 2026-03-02 23:30", "1u", "Tue 2026-03-03 00:30"),
    ("Mon 2026-03-02 12:00", "1u", "Mon 2026-03-02 23:00"),
    ("Tue 2026-03-03 05:30", "1u", "Tue 2026-03-03 22:30"),
    ("Tue 2026-03-03 05:30", "30min", "Tue 2026-03-03 06:00"),
    ("Tue 2026-03-03 06:00", "1min", "Tue 2026-03-03 22:01"),
    ("Thu 2026-12-31 23:59", "2min", "Fri 2027-01-01 00:01"),
]

WEEKEND_NIGHT_CASES = [
    ("Fri 2026-03-06 20:00", "8u", "Sat 2026-03-07 04:00"),
    ("Fri 2026-03-06 20:00", "9u", "Sat 2026-03-07 21:00"),
    ("Sat 2026-03-07 23:00", "5u", "Sun 2026-03-08 04:00"),
    ("Sun 2026-03-08 03:00", "2u", "Fri 2026-03-13 21:00"),
    ("Mon 2026-03-09 12:00", "10u", "Sat 2026-03-14 22:00"),
]

# Nights that begin on a working day, in which a closed day is closed from midnight to midnight.
NIGHT_SHIFT = Calendar.on("shift", range(5), (time(22), time(6)), keeps_holidays=True).on_holidays(
    HOLIDAYS
)
NIGHT_SHIFT_CASES = [
    ("Wed 2026-12-23 22:00", "8u", "Thu 2026-12-24 06:00"),
    ("Thu 2026-12-24 23:00", "2u", "Mon 2026-12-28 23:00"),  # cut off at Christmas
    ("Sun 2026-04-26 12:00", "1u", "Tue 2026-04-28 01:00"),  # the end of the night of King's Day
    ("Thu 2026-12-31 23:30", "1u", "Sat 2027-01-02 00:30"),  # New Year's Day is skipped
]

NO_TIME_CASES = [
    (OFFICE, "Fri 2026-03-06 17:29", "0min", "Fri 2026-03-06 17:29"),
    (OFFICE, "Fri 2026-03-06 17:30", "0min", "Mon 2026-03-09 08:30"),
    (OFFICE, "Thu 2026-12-24 17:30", "0min", "Mon 2026-12-28 08:30"),
    (DAILY, "Thu 2026-12-31 23:00", "0min", "Fri 2027-01-01 07:00"),
    (NIGHT, "Tue 2026-03-03 06:00", "0min", "Tue 2026-03-03 22:00"),
    (ALWAYS, "Sun 2026-03-29 03:00", "0min", "Sun 2026-03-29 03:00"),
]

NESTED = Calendar.on("nested", range(5), (time(8), time(18)), (time(9), time(10)))
HOLIDAYS_LAST = DAILY.intersect(
    Calendar.on("workdays", range(5), (time(0), time(0)), keeps_holidays=True)
).on_holidays(HOLIDAYS)

OTHER_CASES = [
    (LUNCH, "Mon 2026-03-02 11:00", "1u", "Mon 2026-03-02 12:00"),
    (LUNCH, "Mon 2026-03-02 11:00", "2u", "Mon 2026-03-02 14:00"),
    (LUNCH, "Mon 2026-03-02 12:30", "1u", "Mon 2026-03-02 14:00"),
    (LUNCH, "Fri 2026-03-06 16:00", "4u", "Mon 2026-03-09 12:00"),
    (NESTED, "Mon 2026-03-02 09:30", "4u", "Mon 2026-03-02 13:30"),
    (NESTED, "Mon 2026-03-02 17:00", "2u", "Tue 2026-03-03 09:00"),
    (HOLIDAYS_LAST, "Fri 2026-04-24 22:00", "2u", "Tue 2026-04-28 08:00"),
    (WORKDAYS, "Fri 2026-03-06 23:00", "2u", "Mon 2026-03-09 01:00"),
    (WORKDAYS, "Thu 2026-12-24 23:00", "2u", "Mon 2026-12-28 01:00"),
    (DAILY.intersect(WORKDAYS), "Fri 2026-03-06 22:00", "2u", "Mon 2026-03-09 08:00"),
    (DAILY.intersect(WORKDAYS), "Sat 2026-03-07 12:00", "2u", "Mon 2026-03-09 09:00"),
    (DAILY.intersect(WORKDAYS), "Thu 2026-12-24 22:30", "2u", "Mon 2026-12-28 08:30"),
    (ALWAYS.intersect(OFFICE), "Fri 2026-03-06 17:00", "1u", "Mon 2026-03-09 09:00"),
    (OFFICE.intersect(LUNCH), "Mon 2026-03-02 11:30", "1u", "Mon 2026-03-02 13:30"),
    (NIGHT.intersect(DAILY), "Mon 2026-03-02 12:00", "90min", "Tue 2026-03-03 22:30"),
]

CASES = [
    *[(OFFICE, *case) for case in OFFICE_CASES],
    *[(DAILY, *case) for case in DAILY_CASES],
    *[(ALWAYS, *case) for case in ALWAYS_CASES],
    *[(NIGHT, *case) for case in NIGHT_CASES],
    *[(WEEKEND_NIGHT, *case) for case in WEEKEND_NIGHT_CASES],
    *[(NIGHT_SHIFT, *case) for case in NIGHT_SHIFT_CASES],
    *NO_TIME_CASES,
    *OTHER_CASES,
]


@pytest.mark.parametrize(("calendar", "start", "amount", "end"), CASES)
def test_term_ends(calendar: Calendar, start: str, amount: str, end: str) -> None:
    found = due_at(at(start), open_time(amount), calendar)
    assert found == at(end), show(found)
    assert elapsed(at(start), at(end), calendar) == open_time(amount)
    assert remaining(at(start), open_time(amount), at(end), calendar) == timedelta(0)


def test_ten_years_are_counted_by_the_day() -> None:
    asked = []

    class Counted(Calendar):
        def open_on(self, day: date) -> tuple[Interval, ...]:
            asked.append(day)
            return super().open_on(day)

    start = at("Mon 2026-03-02 08:30")
    office = Counted(OFFICE.name, OFFICE.weekly, closed_days=OFFICE.closed_days)
    end = due_at(start, 2_600 * open_time("1wd"), office)
    days = (end - start).days + 1
    assert days > 3_600
    assert len(asked) == days


OPENINGS = [
    (OFFICE, "Mon 2026-03-02 12:00", "Mon 2026-03-02 12:00"),
    (OFFICE, "Mon 2026-03-02 08:30", "Mon 2026-03-02 08:30"),
    (OFFICE, "Mon 2026-03-02 17:29:59", "Mon 2026-03-02 17:29:59"),
    (OFFICE, "Mon 2026-03-02 17:30", "Tue 2026-03-03 08:30"),
    (OFFICE, "Fri 2026-03-06 20:00", "Mon 2026-03-09 08:30"),
    (OFFICE, "Thu 2026-12-24 17:30", "Mon 2026-12-28 08:30"),
    (DAILY, "Mon 2026-03-02 23:00", "Tue 2026-03-03 07:00"),
    (NIGHT, "Tue 2026-03-03 06:00", "Tue 2026-03-03 22:00"),
    (NIGHT, "Tue 2026-03-03 00:00", "Tue 2026-03-03 00:00"),
    (ALWAYS, "Sun 2026-03-08 00:00", "Sun 2026-03-08 00:00"),
]


@pytest.mark.parametrize(("calendar", "moment", "opening"), OPENINGS)
def test_next_opening(calendar: Calendar, moment: str, opening: str) -> None:
    assert next_opening(at(moment), calendar) == at(opening)
    assert due_at(at(moment), timedelta(0), calendar) == at(opening)
    assert is_open(at(moment), calendar) is (moment == opening)


ELAPSED = [
    (OFFICE, "Mon 2026-03-02 12:00", "Mon 2026-03-02 12:00", "0min"),
    (OFFICE, "Mon 2026-03-02 12:00", "Mon 2026-03-02 11:00", "0min"),  # a clock set back
    (OFFICE, "Mon 2026-03-02 17:30", "Tue 2026-03-03 08:30", "0min"),
    (OFFICE, "Fri 2026-03-06 17:00", "Mon 2026-03-09 09:00", "1u"),
    (OFFICE, "Sat 2026-03-07 00:00", "Mon 2026-03-09 00:00", "0min"),
    (OFFICE, "Mon 2026-03-02 00:00", "Mon 2026-03-09 00:00", "5wd"),
    (OFFICE, "Thu 2026-12-24 00:00", "Mon 2027-01-04 00:00", "5wd"),
    (OFFICE, "Thu 2026-01-01 00:00", "Fri 2027-01-01 00:00", "255wd"),
    (DAILY, "Mon 2026-03-02 00:00", "Tue 2026-03-03 00:00", "16u"),
    (DAILY, "Mon 2026-03-02 22:00", "Tue 2026-03-03 08:00", "2u"),
    (ALWAYS, "Sat 2026-03-28 00:00", "Mon 2026-03-30 00:00", "47u"),
    (ALWAYS, "Sat 2026-10-24 00:00", "Mon 2026-10-26 00:00", "49u"),
    (NIGHT, "Mon 2026-03-02 12:00", "Tue 2026-03-03 12:00", "8u"),
]


@pytest.mark.parametrize(("calendar", "start", "end", "amount"), ELAPSED)
def test_elapsed(calendar: Calendar, start: str, end: str, amount: str) -> None:
    assert elapsed(at(start), at(end), calendar) == open_time(amount)


def test_remaining_is_negative_by_how_far_a_term_was_overrun() -> None:
    start, now = at("Mon 2026-03-02 09:00"), at("Mon 2026-03-02 14:30")
    assert remaining(start, open_time("4u"), now, OFFICE) == -open_time("1u 30min")


def test_a_time_without_zone_is_refused() -> None:
    naive = at("Mon 2026-03-02 09:00").replace(tzinfo=None)
    aware = at("Mon 2026-03-02 09:00")
    for call in (
        lambda: due_at(naive, timedelta(hours=1), OFFICE),
        lambda: elapsed(naive, aware, OFFICE),
        lambda: elapsed(aware, naive, OFFICE),
        lambda: due_at(aware, timedelta(hours=1), OFFICE, [(naive, aware)]),
        lambda: due_at(aware, timedelta(hours=1), OFFICE, [(aware, naive)]),
    ):
        with pytest.raises(NaiveTime):
            call()


def test_a_calendar_without_open_time_is_refused_rather_than_searched_for_ever() -> None:
    never = OFFICE.intersect(Calendar.on("weekend", (5, 6), (DAILY.weekly[0][0])))
    with pytest.raises(NeverOpen):
        due_at(at("Mon 2026-03-02 09:00"), timedelta(hours=1), never)
    assert elapsed(at("Mon 2026-03-02 09:00"), at("Fri 2026-03-06 09:00"), never) == timedelta(0)


def test_a_negative_term_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        due_at(at("Mon 2026-03-02 09:00"), timedelta(seconds=-1), OFFICE)
