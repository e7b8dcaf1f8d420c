"""The names of fields of which there are many alike, for the summary of errors."""

from service.domain.agreement_words import calendar_label, weekday_short
from service.domain.calendar_json import WEEKDAYS
from service.domain.step import Step

_STEPS = frozenset(step.value for step in Step)


def field_label(field: str) -> str:
    """Give "U2, eerste voorstel: " for a term, "kantooruren, ma: " for a day, or nothing."""
    match field.split("."):
        case ["terms", urgency, step, *_]:
            return f"{urgency}, {_step(step)}: "
        case ["partner_terms", partner, urgency, step, *_]:
            return f"{partner}, {urgency}, {_step(step)}: "
        case ["calendars", name, "weekly", day]:
            return f"{calendar_label(name)}, {_day(day)}: "
        case ["calendars", name, *_]:
            return f"{calendar_label(name)}: "
    return ""


def _day(name: str) -> str:
    return weekday_short(WEEKDAYS.index(name)) if name in WEEKDAYS else name


def _step(name: str) -> str:
    return Step(name).label if name in _STEPS else name
