"""Times as users read and type them: in their language, on the clock of Amsterdam."""

from datetime import UTC, date, datetime

from babel.dates import format_date, format_datetime
from flask import Flask

from service.domain.language import language
from service.domain.opening_hours import AMSTERDAM
from service.web import current

REGIONS = {"nl": "nl_NL", "en": "en_GB"}
CLOCK = {"nl": "HH.mm 'uur'", "en": "HH:mm"}


class NoSuchTime(ValueError):
    """A local time that the clock skips when summer time begins, or that is not a time at all."""


def moment_text(at: datetime) -> str:
    """Give a moment (aware) as 'di 24 november 14.30 uur', with the year where it is another.

    In English: 'Tue 24 November 14:30'.
    """
    local = at.astimezone(AMSTERDAM)
    year = "" if local.year == current.now().astimezone(AMSTERDAM).year else " y"
    pattern = f"EEE d MMMM{year} {CLOCK[language()]}"
    return str(format_datetime(local, pattern, locale=region()))


def day_text(day: date) -> str:
    """Give a day as 'dinsdag 24 november 2026', or 'Tuesday 24 November 2026'."""
    return str(format_date(day, "EEEE d MMMM y", locale=region()))


def region() -> str:
    """Give the locale by which dates, numbers and lists are written now."""
    return REGIONS[language()]


def typed_moment(day: str, clock_time: str) -> datetime:
    """Give the moment (UTC) of a typed day and time; the first of two equal ones.

    Raises NoSuchTime for anything that is no date, no time, or skipped by the clock.
    """
    try:
        local = datetime.fromisoformat(f"{day.strip()}T{clock_time.strip()}")
    except ValueError as error:
        raise NoSuchTime from error
    if local.tzinfo is not None:
        raise NoSuchTime
    moment = local.replace(tzinfo=AMSTERDAM).astimezone(UTC)
    if moment.astimezone(AMSTERDAM).replace(tzinfo=None) != local:
        raise NoSuchTime
    return moment


def input_value(at: datetime) -> str:
    """Give a moment as a `datetime-local` field wants it: '2026-11-24T14:30'."""
    return at.astimezone(AMSTERDAM).strftime("%Y-%m-%dT%H:%M")


def dialled(phone: str) -> str:
    """Give a telephone number as a `tel:` link wants it: digits and a leading plus."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


def capitalize_first(text: str) -> str:
    """Give the text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def install(app: Flask) -> None:
    """Make the filters for times, telephone numbers and capitals known to the templates."""
    app.add_template_filter(moment_text, "moment")
    app.add_template_filter(day_text, "day")
    app.add_template_filter(input_value, "input_moment")
    app.add_template_filter(dialled, "tel")
    app.add_template_filter(capitalize_first)
