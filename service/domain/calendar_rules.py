"""What makes a calendar unusable: its name, no open time, windows over one another."""

import re
from collections.abc import Iterator, Mapping
from datetime import time, timedelta

from service.domain.calendar_json import WEEKDAYS
from service.domain.language import gettext as _
from service.domain.opening_hours import Calendar, Window, since_midnight
from service.domain.time_errors import Problem

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_MIDNIGHT = time(0)
_DAY = timedelta(days=1)
_WEEK = 7 * _DAY


def calendar_problems(calendars: Mapping[str, Calendar]) -> Iterator[Problem]:
    """Yield everything that is wrong with the calendars of an agreement."""
    for name, calendar in calendars.items():
        place = f"calendars.{name}"
        if not NAME.fullmatch(name):
            reason = _("Gebruik voor de naam kleine letters, cijfers en streepjes.")
            yield Problem(place, reason)
        if not calendar.ever_open:
            yield Problem(place, _("Deze kalender is nooit open."))
        for day, windows in zip(WEEKDAYS, calendar.weekly, strict=True):
            if any(opens == closes != _MIDNIGHT for opens, closes in windows):
                reason = _("Begin en einde zijn gelijk. De hele dag is 00:00-00:00.")
                yield Problem(f"{place}.weekly.{day}", reason)
        for day in _days_with_overlap(calendar):
            yield Problem(f"{place}.weekly.{day}", _("Deze tijden overlappen elkaar."))


def _days_with_overlap(calendar: Calendar) -> list[str]:
    """The weekdays with a window that begins before another one is over."""
    windows = sorted(
        (weekday * _DAY + since_midnight(window[0]), _length(window), weekday)
        for weekday, windows in enumerate(calendar.weekly)
        for window in windows
    )
    if not windows:
        return []
    first, length, weekday = windows[0]
    around_the_week = [*windows[1:], (first + _WEEK, length, weekday)]
    return [
        WEEKDAYS[later[2]]
        for earlier, later in zip(windows, around_the_week, strict=True)
        if later[0] < earlier[0] + earlier[1]
    ]


def _length(window: Window) -> timedelta:
    length = since_midnight(window[1]) - since_midnight(window[0])
    return length if length > timedelta(0) else length + _DAY
