"""What holds for working time whatever the calendar, the moment and the pauses."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from service.domain.opening_hours import AMSTERDAM, Calendar
from service.domain.working_time import (
    Pause,
    due_at,
    elapsed,
    is_open,
    next_opening,
    same_clock_time,
)
from tests.rules.clock_face import ALWAYS, DAILY, LUNCH, NIGHT, OFFICE, WEEKEND_NIGHT, WORKDAYS

ZERO = timedelta(0)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ZONES = st.sampled_from([UTC, AMSTERDAM, ZoneInfo("Pacific/Auckland")])

clock_times = st.times().map(lambda at: at.replace(second=0, microsecond=0, tzinfo=None))
windows = st.lists(st.tuples(clock_times, clock_times), max_size=2).map(tuple)
any_calendar = st.builds(
    Calendar,
    name=st.just("any"),
    weekly=st.tuples(*[windows] * 7),
    closed_days=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=5),
).filter(lambda calendar: calendar.ever_open)
calendars = st.one_of(
    st.sampled_from([ALWAYS, DAILY, OFFICE, WORKDAYS, NIGHT, WEEKEND_NIGHT, LUNCH]), any_calendar
)
moments = st.datetimes(datetime(2025, 12, 1), datetime(2027, 2, 1), timezones=ZONES)
amounts = st.timedeltas(ZERO, timedelta(hours=60))
lengths = st.timedeltas(ZERO, timedelta(days=12))
pause_lists = st.lists(
    st.tuples(moments, lengths).map(lambda p: (p[0], p[0].astimezone(UTC) + p[1])), max_size=3
)


@settings(deadline=None)
@given(moments, amounts, calendars, pause_lists)
def test_elapsed_until_the_end_is_the_term(
    start: datetime, amount: timedelta, calendar: Calendar, pauses: list[Pause]
) -> None:
    end = due_at(start, amount, calendar, pauses)
    assert elapsed(start, end, calendar, pauses) == amount


@settings(deadline=None)
@given(moments, lengths, calendars, pause_lists)
def test_the_end_of_what_elapsed_is_where_it_was_or_the_closing_before(
    start: datetime, length: timedelta, calendar: Calendar, pauses: list[Pause]
) -> None:
    end = start.astimezone(UTC) + length
    used = elapsed(start, end, calendar, pauses)
    found = due_at(start, used, calendar, pauses)
    assert elapsed(min(found, end), max(found, end), calendar, pauses) == ZERO
    if used > ZERO:
        assert found <= end


@settings(deadline=None)
@given(moments, amounts, amounts, calendars, pause_lists)
def test_more_time_never_ends_earlier(
    start: datetime, one: timedelta, other: timedelta, calendar: Calendar, pauses: list[Pause]
) -> None:
    less, more = sorted((one, other))
    assert due_at(start, less, calendar, pauses) <= due_at(start, more, calendar, pauses)


@settings(deadline=None)
@given(moments, moments, amounts, calendars, pause_lists)
def test_a_later_start_never_ends_earlier(
    one: datetime, other: datetime, amount: timedelta, calendar: Calendar, pauses: list[Pause]
) -> None:
    early, late = sorted((one.astimezone(UTC), other.astimezone(UTC)))
    assert due_at(early, amount, calendar, pauses) <= due_at(late, amount, calendar, pauses)


@settings(deadline=None)
@given(moments, lengths, lengths, calendars, pause_lists)
def test_splitting_an_interval_never_changes_the_sum(
    start: datetime, one: timedelta, two: timedelta, calendar: Calendar, pauses: list[Pause]
) -> None:
    middle = start.astimezone(UTC) + one
    end = middle + two
    parts = elapsed(start, middle, calendar, pauses) + elapsed(middle, end, calendar, pauses)
    assert parts == elapsed(start, end, calendar, pauses)


@settings(deadline=None)
@given(moments, amounts, amounts, calendars)
def test_a_term_in_two_parts_ends_with_the_whole(
    start: datetime, one: timedelta, two: timedelta, calendar: Calendar
) -> None:
    whole = due_at(start, one + two, calendar)
    in_parts = due_at(due_at(start, one, calendar), two, calendar)
    assert in_parts == whole or (two == ZERO and in_parts == next_opening(whole, calendar))


@settings(deadline=None)
@given(moments, amounts, calendars, pause_lists)
def test_a_pause_never_shortens_a_term(
    start: datetime, amount: timedelta, calendar: Calendar, pauses: list[Pause]
) -> None:
    assert due_at(start, amount, calendar) <= due_at(start, amount, calendar, pauses)


@settings(deadline=None)
@given(moments, lengths, calendars, calendars)
def test_an_intersection_is_open_when_both_are(
    start: datetime, length: timedelta, one: Calendar, other: Calendar
) -> None:
    both, end = one.intersect(other), start.astimezone(UTC) + length
    assert elapsed(start, end, both) == elapsed(start, end, other.intersect(one))
    assert elapsed(start, end, both) <= min(elapsed(start, end, c) for c in (one, other))
    if both.ever_open:
        opening = next_opening(start, both)
        assert is_open(opening, one)
        assert is_open(opening, other)


@settings(deadline=None)
@given(moments, calendars, lengths)
def test_an_opening_is_the_first_open_moment(
    start: datetime, calendar: Calendar, length: timedelta
) -> None:
    opening = next_opening(start, calendar)
    assert opening >= start
    assert is_open(opening, calendar)
    assert elapsed(start, opening, calendar) == ZERO
    assert next_opening(opening, calendar) == opening
    assert due_at(opening, timedelta(microseconds=1), calendar) > opening


@settings(deadline=None)
@given(moments, st.integers(1, 60))
def test_calendar_days_keep_the_clock_time(start: datetime, days: int) -> None:
    local = start.astimezone(UTC).astimezone(AMSTERDAM)
    landed = same_clock_time(start, days).astimezone(AMSTERDAM)
    assert (landed.date() - local.date()).days == days
    clock_changes = landed.date() in (date(2026, 3, 29), date(2025, 3, 30)) and local.hour == 2
    assert landed.time() == (time(3) if clock_changes else local.time().replace(fold=0))


@settings(deadline=None, max_examples=50)
@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)), st.integers(0, 2880), calendars)
def test_counting_agrees_with_looking_at_the_clock_each_minute(
    naive: datetime, minutes: int, calendar: Calendar
) -> None:
    start = naive.replace(second=0, microsecond=0, tzinfo=UTC)
    end = start + minutes * MINUTE
    # An hour that is shown twice has no one answer here; those nights stand in a table.
    local_days = {moment.astimezone(AMSTERDAM).date() for moment in (start, start + DAY, end)}
    assume(local_days.isdisjoint((date(2026, 3, 29), date(2026, 10, 25))))
    ticks = (start + number * MINUTE for number in range(minutes))
    counted = sum(_shows_open(calendar, tick) for tick in ticks) * MINUTE
    assert elapsed(start, end, calendar) == counted


def _shows_open(calendar: Calendar, moment: datetime) -> bool:
    local = moment.astimezone(AMSTERDAM)
    if local.date() in calendar.closed_days:
        return False
    now = local.time()
    today = calendar.weekly[local.weekday()]
    yesterday = calendar.weekly[(local.weekday() - 1) % 7]
    return any(
        opens <= now < closes if opens < closes else now >= opens for opens, closes in today
    ) or any(closes <= opens and now < closes for opens, closes in yesterday)
