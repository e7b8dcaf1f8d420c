"""Values of the form of the agreement as they are typed: numbers, opening times, days."""

import re
from datetime import date, datetime

from service.domain.agreement_rules import YEARS
from service.domain.language import gettext as _
from service.web.form_fields import clean
from service.web.local_time import NoSuchTime, typed_moment

_CLOCK_TIME = r"(\d{1,2})[:.](\d{2})"
_WINDOW = re.compile(rf"{_CLOCK_TIME}(?:\s*[-–]\s*|\s+tot\s+){_CLOCK_TIME}")
_WHOLE_DAY = ("hele dag", "24 uur")
_CLOSED = ("", "dicht", "gesloten", "-", "–")
_DUTCH_DAY = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")


class NotUnderstood(ValueError):
    """A typed value that cannot be read; the message tells the user how to type it."""


def whole_number(text: str) -> int:
    """Give a whole number of at most nine digits; raises NotUnderstood."""
    if not re.fullmatch(r"-?\d{1,9}", clean(text), re.ASCII):
        raise NotUnderstood(_("Vul een heel getal in."))
    return int(clean(text))


def share(text: str, lowest: int, highest: int) -> float:
    """Give a typed percentage as a share; raises NotUnderstood outside these percentages."""
    typed = clean(text).removesuffix("%").strip().replace(",", ".")
    if re.fullmatch(r"\d{1,4}(\.\d{1,3})?", typed, re.ASCII):
        percentage = float(typed)
        if lowest <= percentage <= highest:
            return percentage / 100
    sentence = _("Kies een getal van %(lowest)s tot en met %(highest)s.")
    raise NotUnderstood(sentence % {"lowest": lowest, "highest": highest})


def opening_times(text: str) -> list[list[str]]:
    """Give the windows of a day as an agreement stores them; raises NotUnderstood."""
    typed = clean(text).lower()
    if typed in _CLOSED:
        return []
    if typed in _WHOLE_DAY:
        return [["00:00", "00:00"]]
    return [_window(part.strip()) for part in re.split(r"[,;]|\ben\b", typed)]


def days(text: str) -> list[str]:
    """Give typed days as ISO dates, in order and each once; raises NotUnderstood."""
    pieces = [piece.strip() for piece in re.split(r"[\n,;]", clean(text)) if piece.strip()]
    return sorted({_day(piece) for piece in pieces})


def moment(day: str, clock_time: str) -> datetime | None:
    """Give the moment (UTC) of two fields, None where both are empty; raises NotUnderstood."""
    if not day.strip() and not clock_time.strip():
        return None
    if not day.strip():
        raise NotUnderstood(_("Vul ook de datum in."))
    try:
        typed = typed_moment(day, clock_time.strip() or "00:00")
    except (NoSuchTime, OverflowError):
        raise NotUnderstood(_("Deze datum of tijd bestaat niet.")) from None
    if typed.year not in YEARS:
        raise NotUnderstood(_("Kies een jaar van 2000 tot en met 2099."))
    return typed


def _window(text: str) -> list[str]:
    found = _WINDOW.fullmatch(text)
    if not found:
        raise NotUnderstood(_("Schrijf de tijden als 08:30-12:00, 13:00-17:30."))
    opens, closes = found.group(1, 2), found.group(3, 4)
    return [_clock_time(*opens), "00:00" if closes == ("24", "00") else _clock_time(*closes)]


def _clock_time(hour: str, minute: str) -> str:
    if int(hour) > 23 or int(minute) > 59:
        raise NotUnderstood(_("Dit tijdstip bestaat niet. De dag loopt van 00:00 tot 24:00."))
    return f"{int(hour):02}:{minute}"


def _day(text: str) -> str:
    dutch = _DUTCH_DAY.fullmatch(text)
    iso = "-".join((dutch[3], dutch[2].zfill(2), dutch[1].zfill(2))) if dutch else text
    try:
        return date.fromisoformat(iso).isoformat()
    except ValueError:
        sentence = _("‘%(piece)s’ is geen datum. Zet op elke regel één datum, zoals 2026-05-15.")
        raise NotUnderstood(sentence % {"piece": text[:40]}) from None
