"""Counting open time: when a term ends, how much of it is used, when a calendar opens."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from service.domain.opening_hours import AMSTERDAM, Calendar, Interval, first_moment
from service.domain.time_errors import ClockStandsStill, NaiveTime, NeverOpen

Pause = tuple[datetime, datetime | None]
"""A stretch in which the clock stands still; an end of None is not known yet."""

_DAY = timedelta(days=1)
_END_OF_TIME = datetime.max.replace(tzinfo=UTC)


def in_utc(at: datetime) -> datetime:
    """Give the moment in UTC; raises NaiveTime without a time zone.

    Two times of the same other zone would be compared and subtracted by their clock faces.
    """
    if at.tzinfo is None:
        raise NaiveTime("a time needs its time zone")
    return at.astimezone(UTC)


def due_at(
    start: datetime, amount: timedelta, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> datetime:
    """Give the moment (UTC) at which that much open time since the start has passed.

    A start outside open time begins at the next opening. An end on the closing minute stays
    there. Real elapsed time counts when the clock changes. Raises ClockStandsStill when a
    pause without an end comes first, NeverOpen for a calendar without open time.
    """
    if amount < timedelta(0):
        raise ValueError("a term cannot be negative")
    left = amount
    for opens, closes in _open_from(start, calendar, pauses):
        if left <= closes - opens:
            return opens + left
        left -= closes - opens
    raise ClockStandsStill("the clock is paused without an end")


def elapsed(
    start: datetime, end: datetime, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> timedelta:
    """Give the open time between two moments; nothing where the end lies before the start."""
    return sum(
        (closes - opens for opens, closes in open_stretches(start, end, calendar, pauses)),
        timedelta(0),
    )


def remaining(
    start: datetime,
    amount: timedelta,
    now: datetime,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
) -> timedelta:
    """Give the open time that is left of a term; negative is how far it was overrun."""
    return amount - elapsed(start, now, calendar, pauses)


def next_opening(at: datetime, calendar: Calendar, pauses: Sequence[Pause] = ()) -> datetime:
    """Give the first open moment (UTC), not before this one: itself where it is open.

    The closing minute is not open, so it rolls forward. Raises as due_at does.
    """
    return due_at(at, timedelta(0), calendar, pauses)


def is_open(at: datetime, calendar: Calendar) -> bool:
    """Say whether the calendar is open at this moment."""
    return next_opening(at, calendar) == at


def same_clock_time(start: datetime, days: int) -> datetime:
    """Give the moment (UTC) that many calendar days later at the same Amsterdam clock time."""
    local = in_utc(start).astimezone(AMSTERDAM).replace(tzinfo=None, fold=0)
    return first_moment(local + timedelta(days=days))


def open_stretches(
    start: datetime, end: datetime, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> list[Interval]:
    """Give the stretches (UTC) of open time between two moments, in order."""
    start, end = in_utc(start), in_utc(end)
    stretches: list[Interval] = []
    if end <= start or not calendar.ever_open:
        return stretches
    for opens, closes in _open_from(start, calendar, pauses):
        if opens >= end:
            break
        joins = stretches and stretches[-1][1] == opens
        begin = stretches.pop()[0] if joins else opens
        stretches.append((begin, min(closes, end)))
    return stretches


def _open_from(start: datetime, calendar: Calendar, pauses: Sequence[Pause]) -> Iterator[Interval]:
    """Yield the open, unpaused stretches that end after the start; none after an open pause."""
    if not calendar.ever_open:
        raise NeverOpen(f"the calendar {calendar.name} is never open")
    start = in_utc(start)
    closed = sorted(_pause(begin, end) for begin, end in pauses)
    standstill = min((begin for begin, end in closed if end == _END_OF_TIME), default=_END_OF_TIME)
    day = start.astimezone(AMSTERDAM).date()
    while True:
        for opens, closes in calendar.open_on(day):
            if opens >= standstill:
                return
            if closes > start:
                yield from _without((max(opens, start), closes), closed)
        day += _DAY


def _without(stretch: Interval, pauses: Sequence[Interval]) -> Iterator[Interval]:
    opens, closes = stretch
    for begin, end in pauses:
        if end <= opens or begin >= closes:
            continue
        if opens < begin:
            yield opens, begin
        opens = end
        if opens >= closes:
            return
    yield opens, closes


def _pause(begin: datetime, end: datetime | None) -> Interval:
    pause = in_utc(begin), _END_OF_TIME if end is None else in_utc(end)
    if pause[1] < pause[0]:
        raise ValueError("a pause cannot end before it begins")
    return pause
