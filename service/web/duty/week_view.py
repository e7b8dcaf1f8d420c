"""One week of the duty roster: who is on duty, and when nobody is."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from service.domain.duty import unstaffed
from service.domain.opening_hours import AMSTERDAM, first_moment
from service.storage import duty_shift
from service.storage.duty_shift import DutyShift

_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_DAYS = timedelta(days=7)
YEARS_SHOWN = 10


@dataclass(frozen=True)
class RosterLine:
    """A shift, or without one a stretch in which nobody is on duty (UTC)."""

    starts_at: datetime
    ends_at: datetime
    shift: DutyShift | None
    running: bool
    over: bool


@dataclass(frozen=True)
class Week:
    """A week from Monday on; `code` is as in 2026-W48."""

    monday: date

    @property
    def code(self) -> str:
        """Give the week as it stands in an address."""
        return "{}-W{:02}".format(*self.monday.isocalendar()[:2])

    @property
    def number(self) -> int:
        """Give the number of the week."""
        return self.monday.isocalendar()[1]

    @property
    def sunday(self) -> date:
        """Give the last day."""
        return self.monday + timedelta(days=6)

    def moved(self, weeks: int) -> "Week":
        """Give the week that many weeks later."""
        return Week(self.monday + weeks * _DAYS)

    def moments(self) -> tuple[datetime, datetime]:
        """Give its begin and its end (UTC)."""
        first = datetime.combine(self.monday, datetime.min.time())
        return first_moment(first), first_moment(first + _DAYS)


def chosen_week(text: str, now: datetime) -> Week:
    """Give the week of an address; this week for anything that is none."""
    found = _WEEK.fullmatch(text)
    if found and abs(int(found[1]) - now.year) <= YEARS_SHOWN:
        with suppress(ValueError):
            return Week(date.fromisocalendar(int(found[1]), int(found[2]), 1))
    return week_of(now)


def week_of(at: datetime) -> Week:
    """Give the week of a moment, on the calendar of Amsterdam."""
    day = at.astimezone(AMSTERDAM).date()
    return Week(day - timedelta(days=day.weekday()))


def roster_lines(session: Session, now: datetime, week: Week) -> list[RosterLine]:
    """Give the shifts and, as far as it is still to come, the unstaffed stretches, in order."""
    start, end = week.moments()
    rows = duty_shift.between(session, start, end)
    lines = [
        RosterLine(
            row.starts_at, row.ends_at, row, row.starts_at <= now < row.ends_at, row.ends_at <= now
        )
        for row in rows
    ]
    at_work = [row.as_shift() for row in rows if row.user.active]
    if max(start, now) < end:
        lines += [
            RosterLine(begins, stops, None, begins <= now, False)
            for begins, stops in unstaffed(at_work, max(start, now), end)
        ]
    return sorted(lines, key=lambda line: (line.starts_at, line.ends_at))
