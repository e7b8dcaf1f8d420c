"""Moments written as an Amsterdam clock and calendar show them, weekday included."""

from datetime import UTC, datetime, time, timedelta

from service.domain.opening_hours import AMSTERDAM, Calendar
from service.storage.public_holidays import closed_days

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOLIDAYS = closed_days(range(2023, 2032))

ALWAYS = Calendar.on("always", range(7), (time(0), time(0)))
DAILY = Calendar.on("daily", range(7), (time(7), time(23)))
OFFICE = Calendar.on(
    "office", range(5), (time(8, 30), time(17, 30)), keeps_holidays=True
).on_holidays(HOLIDAYS)
WORKDAYS = Calendar.on("workdays", range(5), (time(0), time(0)), keeps_holidays=True).on_holidays(
    HOLIDAYS
)
NIGHT = Calendar.on("night", range(7), (time(22), time(6)))
WEEKEND_NIGHT = Calendar.on("weekend night", (4, 5), (time(20), time(4)))
LUNCH = Calendar.on("lunch", range(5), (time(9), time(12)), (time(13), time(17)))

UNITS = {"s": 1, "min": 60, "u": 3600, "wd": 9 * 3600}


def at(text: str) -> datetime:
    """Read "Fri 2026-03-27 17:29"; "2nd" behind it is the second time the clock shows that."""
    weekday, day, clock, *second = text.split()
    local = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=AMSTERDAM, fold=len(second))
    assert DAYS[local.weekday()] == weekday, f"{text} is a {DAYS[local.weekday()]}"
    return local


def show(moment: datetime) -> str:
    """Write a moment as `at` reads it, with its offset."""
    assert moment.tzinfo is UTC
    local = moment.astimezone(AMSTERDAM)
    return f"{DAYS[local.weekday()]} {local.isoformat(sep=' ')}"


def open_time(text: str) -> timedelta:
    """Read a sum of open time such as "1u 30min"; a wd is nine hours."""
    total = 0
    for part in text.split():
        number = part.rstrip("abcdefghijklmnopqrstuvwxyz")
        total += int(number) * UNITS[part[len(number) :]]
    return timedelta(seconds=total)
