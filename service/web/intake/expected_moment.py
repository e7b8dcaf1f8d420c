"""Reads when something is expected to happen: a date and a time in Amsterdam, or unknown."""

from datetime import datetime, timedelta
from typing import Any

from service.domain.language import gettext as _
from service.web.local_time import NoSuchTime, typed_moment

LONGEST_AGO = timedelta(days=1)
LONGEST_AHEAD = timedelta(days=2 * 365 + 1)


def expected_moment_error(values: dict[str, Any], now: datetime) -> dict[str, str]:
    """Give what is wrong with the typed moment, under the field to repair; empty if nothing is."""
    day, clock_time = values["expected_moment_date"], values["expected_moment_time"]
    unknown = bool(values["expected_moment_unknown"])
    if unknown and not day and not clock_time:
        return {}
    if unknown:
        return {"expected_moment_date": _("Vul een moment in, of kies ‘onbekend’. Niet allebei.")}
    if not day:
        return {"expected_moment_date": _("Vul de datum in, of kies ‘onbekend’.")}
    if not clock_time:
        return {"expected_moment_time": _("Vul ook de tijd in. Een schatting is goed.")}
    return _impossible(day, clock_time, now)


def expected_moment(values: dict[str, Any]) -> datetime | None:
    """Give the moment (UTC) of checked values; None is unknown."""
    if values["expected_moment_unknown"]:
        return None
    return typed_moment(values["expected_moment_date"], values["expected_moment_time"])


def _impossible(day: str, clock_time: str, now: datetime) -> dict[str, str]:
    try:
        moment = typed_moment(day, clock_time)
    except NoSuchTime:
        return {"expected_moment_date": _("Deze datum of tijd bestaat niet. Kijk hem nog eens na.")}
    if moment < now - LONGEST_AGO:
        return {"expected_moment_date": _("Dit moment is al voorbij. Kies een moment vanaf nu.")}
    if moment > now + LONGEST_AHEAD:
        return {"expected_moment_date": _("Dit is meer dan twee jaar vooruit. Klopt het jaartal?")}
    return {}
