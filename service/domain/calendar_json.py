"""The calendars of an agreement as plain JSON values: windows per weekday, holidays kept or not."""

from datetime import time
from typing import Any

from service.domain.json_reading import JsonReading, as_bool, as_list, as_text
from service.domain.opening_hours import Calendar, Window

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def calendar_json(calendar: Calendar) -> dict[str, Any]:
    """Give a calendar as JSON values; its closed days are not part of it."""
    return {
        "keeps_holidays": calendar.keeps_holidays,
        "weekly": {
            weekday: [window_json(window) for window in windows]
            for weekday, windows in zip(WEEKDAYS, calendar.weekly, strict=True)
        },
    }


def window_json(window: Window) -> list[str]:
    """Give a window as two clock times."""
    opens, closes = window
    return [f"{opens:%H:%M}", f"{closes:%H:%M}"]


def read_calendars(reading: JsonReading, data: object) -> dict[str, Calendar]:
    """Give the calendars that the JSON values describe, by name; a weekday left out is closed."""
    return {
        name: _calendar(reading, place, name, value)
        for place, name, value in reading.entries("calendars", data)
    }


def as_window(value: object) -> Window:
    """Give a window from two clock times; raises ValueError or TypeError."""
    opens, closes = as_list(value)
    return _as_time(opens), _as_time(closes)


def _calendar(reading: JsonReading, place: str, name: str, value: object) -> Calendar:
    fields = reading.fields(place, value)
    keeps = reading.value(f"{place}.keeps_holidays", fields.get("keeps_holidays"), as_bool, False)
    days: dict[str, tuple[Window, ...]] = {}
    for below, weekday, windows in reading.entries(f"{place}.weekly", fields.get("weekly")):
        day = reading.value(below, weekday, _as_weekday, "")
        days[day] = reading.value(below, windows, _as_windows, ())
    return Calendar(name, tuple(days.get(weekday, ()) for weekday in WEEKDAYS), keeps)


def _as_weekday(value: object) -> str:
    if value not in WEEKDAYS:
        raise ValueError
    return str(value)


def _as_windows(value: object) -> tuple[Window, ...]:
    return tuple(as_window(window) for window in as_list(value))


def _as_time(value: object) -> time:
    at = time.fromisoformat(as_text(value))
    if at.tzinfo is not None or at.second or at.microsecond:
        raise ValueError
    return at
