"""The words of an agreement: terms, calendars, windows and closed days, as a user reads them."""

from datetime import timedelta

from service.domain.language import gettext as _
from service.domain.language import lazy, ngettext
from service.domain.opening_hours import Calendar, Window
from service.domain.service_agreement import Level, Term, Unit

_WEEKDAYS = (
    lazy("ma"),
    lazy("di"),
    lazy("wo"),
    lazy("do"),
    lazy("vr"),
    lazy("za"),
    lazy("zo"),
)


def weekday_short(day: int) -> str:
    """Give the short name of a day of the week: 0 is Monday."""
    return _(_WEEKDAYS[day])


def unit_label(unit: Unit, amount: int = 2) -> str:
    """Give the unit in words, one or several."""
    return {
        Unit.MINUTE: ngettext("minuut", "minuten", amount),
        Unit.HOUR: ngettext("uur", "uur", amount),
        Unit.WORKING_DAY: ngettext("werkdag", "werkdagen", amount),
        Unit.DAY: ngettext("dag", "dagen", amount),
        Unit.WEEK: ngettext("week", "weken", amount),
    }[unit]


def term_text(term: Term) -> str:
    """Give a term as "4 uur"."""
    return f"{term.amount} {unit_label(term.unit, term.amount)}"


def term_on_calendar(term: Term) -> str:
    """Give a term with its calendar, as "4 uur (kantooruren)"."""
    return f"{term_text(term)} ({calendar_label(term.calendar)})"


def calendar_label(name: str) -> str:
    """Give the name of a calendar for users; one of the programme's own is its name."""
    return {
        "always": _("dag en nacht"),
        "daily": _("elke dag"),
        "office": _("kantooruren"),
        "workdays": _("werkdagen, dag en nacht"),
    }.get(name, name)


def level_label(level: Level) -> str:
    """Give whom an escalation goes to."""
    return {
        Level.OWNER: _("eigenaar van de aanvraag"),
        Level.DEPUTY: _("achterwacht"),
        Level.PROGRAMME_MANAGER: _("programmamanager"),
    }[level]


def liberation_day_label(rule: str) -> str:
    """Give when 5 May is a closed day."""
    return {
        "lustrum": _("gesloten in 2025, 2030, 2035 …"),
        "always": _("elk jaar gesloten"),
        "never": _("nooit gesloten"),
    }.get(rule, rule)


def length_text(length: timedelta) -> str:
    """Give a length of time as "9 uur" or "8 uur en 30 minuten"."""
    hours, rest = divmod(length, timedelta(hours=1))
    minutes = rest // timedelta(minutes=1)
    text = ngettext("%(hours)s uur", "%(hours)s uur", hours) % {"hours": hours}
    return text + _(" en %(minutes)s minuten") % {"minutes": minutes} if minutes else text


def windows_text(windows: tuple[Window, ...]) -> str:
    """Give the windows of a day as they are typed: "08:30–12:00, 13:00–17:30"."""
    return ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in windows)


def opening_text(calendar: Calendar) -> str:
    """Give the opening times of a week, days that are the same together: "ma–vr 08:30–17:30"."""
    runs: list[tuple[int, int, tuple[Window, ...]]] = []
    for day, windows in enumerate(calendar.weekly):
        if runs and runs[-1][2] == windows:
            runs[-1] = (runs[-1][0], day, windows)
        else:
            runs.append((day, day, windows))
    texts = [f"{_days(first, last)} {windows_text(open_)}" for first, last, open_ in runs if open_]
    return "; ".join(texts).replace("00:00–00:00", _("hele dag"))


def _days(first: int, last: int) -> str:
    if first == last:
        return weekday_short(first)
    return f"{weekday_short(first)}–{weekday_short(last)}"
