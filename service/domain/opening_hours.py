"""When a calendar is open: weekly windows on the clock of Amsterdam, less closed days."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
Window = tuple[time, time]
Interval = tuple[datetime, datetime]
_Pattern = tuple[tuple[timedelta, timedelta], ...]
_MIDNIGHT = time(0)
_DAY = timedelta(days=1)


def first_moment(local: datetime) -> datetime:
    """Give the first moment (UTC) at which the Amsterdam clock reaches a naive local time.

    A time that the clock shows twice is the first of the two; one that it skips is the
    moment of the change. So a later local time of the same day is never an earlier moment.
    """
    moment = local.replace(tzinfo=AMSTERDAM, fold=0).astimezone(UTC)
    if moment.astimezone(AMSTERDAM).replace(tzinfo=None) == local:
        return moment
    # In the European Union the clock changes on a whole hour UTC (directive 2000/84/EC).
    return moment.replace(minute=0, second=0, microsecond=0)


@dataclass(frozen=True)
class Calendar:
    """Open time per weekday (Monday first), as (opening, closing) on the Amsterdam clock.

    A window that closes at or before its opening runs into the next day; 00:00–00:00 is the
    whole day. On `closed_days` nothing is open, from midnight to midnight.
    """

    name: str
    weekly: tuple[tuple[Window, ...], ...]
    keeps_holidays: bool = False
    closed_days: frozenset[date] = field(default=frozenset(), repr=False)

    @classmethod
    def on(
        cls, name: str, weekdays: Iterable[int], *windows: Window, keeps_holidays: bool = False
    ) -> "Calendar":
        """Give a calendar with the same windows on each of the weekdays (0 is Monday)."""
        days = frozenset(weekdays)
        weekly = tuple(windows if weekday in days else () for weekday in range(7))
        return cls(name, weekly, keeps_holidays)

    def on_holidays(self, holidays: frozenset[date]) -> "Calendar":
        """Give this calendar closed on the holidays, where it keeps them."""
        if not self.keeps_holidays:
            return self
        return replace(self, closed_days=self.closed_days | holidays)

    def intersect(self, other: "Calendar") -> "Calendar":
        """Give the calendar that is open when both are."""
        weekly = tuple(
            tuple(_as_window(start, end) for start, end in _overlap(mine, theirs))
            for mine, theirs in zip(self.pattern, other.pattern, strict=True)
        )
        return Calendar(
            f"{self.name}+{other.name}",
            weekly,
            self.keeps_holidays or other.keeps_holidays,
            self.closed_days | other.closed_days,
        )

    @cached_property
    def pattern(self) -> tuple[_Pattern, ...]:
        """Open stretches of each weekday as offsets from midnight: sorted, merged, cut there."""
        return _pattern_of(self.weekly)

    @property
    def ever_open(self) -> bool:
        """Say whether any weekday has open time."""
        return any(self.pattern)

    @property
    def open_per_week(self) -> timedelta:
        """Give the open time of a week without holidays or clock changes."""
        parts = (end - start for day in self.pattern for start, end in day)
        return sum(parts, timedelta(0))

    def open_on(self, day: date) -> tuple[Interval, ...]:
        """Give the open intervals (UTC) of a day in Amsterdam, in order."""
        if day in self.closed_days:
            return ()
        return _moments(self.pattern[day.weekday()], day)


ALWAYS = Calendar.on("always", range(7), (_MIDNIGHT, _MIDNIGHT))


# Each sweep asks for the same days of a few calendars; what they give never changes.
@lru_cache(maxsize=256)
def _pattern_of(weekly: tuple[tuple[Window, ...], ...]) -> tuple[_Pattern, ...]:
    parts: list[list[tuple[timedelta, timedelta]]] = [[] for _weekday in range(7)]
    for weekday, windows in enumerate(weekly):
        for opens, closes in windows:
            start, end = since_midnight(opens), since_midnight(closes)
            if start < end:
                parts[weekday].append((start, end))
            else:
                parts[weekday].append((start, _DAY))
                parts[(weekday + 1) % 7].append((timedelta(0), end))
    return tuple(_merged(part) for part in parts)


@lru_cache(maxsize=20_000)
def _moments(pattern: _Pattern, day: date) -> tuple[Interval, ...]:
    midnight = datetime.combine(day, _MIDNIGHT)
    moments = [
        (first_moment(midnight + start), first_moment(midnight + end)) for start, end in pattern
    ]
    return tuple((start, end) for start, end in moments if start < end)


def since_midnight(at: time) -> timedelta:
    """Give how far a clock time lies from midnight on the clock face."""
    return datetime.combine(date.min, at) - datetime.combine(date.min, _MIDNIGHT)


def _as_window(start: timedelta, end: timedelta) -> Window:
    midnight = datetime.combine(date.min, _MIDNIGHT)
    return (midnight + start).time(), (midnight + end).time()


def _merged(parts: list[tuple[timedelta, timedelta]]) -> _Pattern:
    merged: list[tuple[timedelta, timedelta]] = []
    for start, end in sorted(part for part in parts if part[0] < part[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _overlap(mine: _Pattern, theirs: _Pattern) -> _Pattern:
    shared = ((max(a, c), min(b, d)) for a, b in mine for c, d in theirs)
    return tuple((start, end) for start, end in shared if start < end)
