"""The names of fields of which there are many alike, for the summary of errors."""

from service.domain.agreement_words import WEEKDAYS_SHORT, calendar_label
from service.domain.calendar_json import WEEKDAYS
from service.domain.step import Step

_STEPS = frozenset(step.value for step in Step)
_DAYS = dict(zip(WEEKDAYS, WEEKDAYS_SHORT, strict=True))


def field_label(field: str) -> str:
    """Give "U2, eerste voorstel: " for a term, "kantooruren, ma: " for a day, or nothing."""
    match field.split("."):
        case ["terms", urgency, step, *_]:
            return f"{urgency}, {_step(step)}: "
        case ["partner_terms", partner, urgency, step, *_]:
            return f"{partner}, {urgency}, {_step(step)}: "
        case ["calendars", name, "weekly", day]:
            return f"{calendar_label(name)}, {_DAYS.get(day, day)}: "
        case ["calendars", name, *_]:
            return f"{calendar_label(name)}: "
    return ""


def _step(name: str) -> str:
    return Step(name).label if name in _STEPS else name
