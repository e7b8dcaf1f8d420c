"""When an expert may be asked: absence, working days and load. Reasons are sentences.

Source of the limits: the domain page (two active, 14 days of rest, four a quarter; "unavailable"
is asked about after four weeks and lapses after eight unless confirmed).
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from expert_registry.expert import ExpertProfile
from expert_registry.language import gettext as _

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
REMINDER_AFTER = timedelta(weeks=4)
LAPSES_AFTER = timedelta(weeks=8)
SATURDAY = 5


def unavailability(
    profile: ExpertProfile, at: datetime, holidays: Collection[date] = ()
) -> str | None:
    """Why the expert cannot be asked for the moment `at` (aware), or None.

    `holidays` are the days, besides weekends, on which offices are closed.
    """
    today = at.astimezone(AMSTERDAM).date()
    if profile.status == "paused":
        return _("De deskundige doet tijdelijk niet mee.")
    if profile.status == "withdrawn":
        return _("De deskundige doet niet meer mee.")
    if absent_on(profile, today):
        return _absence_reason(profile)
    if profile.workdays_only and (today.weekday() >= SATURDAY or today in holidays):
        return _("De deskundige is alleen op werkdagen te vragen.")
    return None


def absent_on(profile: ExpertProfile, today: date) -> bool:
    """Whether an absence holds on this day; the day `unavailable_until` is still absent."""
    since, until = profile.unavailable_since, profile.unavailable_until
    if since is None:
        return until is not None and today <= until
    lapsed = today >= since + LAPSES_AFTER
    return since <= today and not lapsed and (until is None or today <= until)


def absence_reminder_due(profile: ExpertProfile, today: date) -> bool:
    """Whether to ask if the absence still holds; a confirmation sets `unavailable_since` anew."""
    since = profile.unavailable_since
    return since is not None and absent_on(profile, today) and today >= since + REMINDER_AFTER


def load_limit_reached(
    profile: ExpertProfile,
    active: int,
    open_invitations: int,
    last_ended_on: date | None,
    started_this_quarter: int,
    now: datetime,
) -> str | None:
    """Why the expert carries enough already, or None.

    Open invitations count as if accepted; leave out the invitation that is being answered.
    The rest days are counted from the day the last assignment ended.
    """
    if active + open_invitations >= profile.max_active:
        text = _("De deskundige heeft al genoeg vragen ({n}).")
        return text.format(n=active + open_invitations)
    if started_this_quarter + open_invitations >= profile.max_per_quarter:
        return _("De deskundige heeft dit kwartaal al genoeg vragen gehad.")
    rested_on = last_ended_on and last_ended_on + timedelta(days=profile.cooldown_days)
    if rested_on and now.astimezone(AMSTERDAM).date() < rested_on:
        return _("De deskundige heeft rust tot {day}.").format(day=f"{rested_on:%d-%m-%Y}")
    return None


def _absence_reason(profile: ExpertProfile) -> str:
    if profile.unavailable_until is None:
        return _("De deskundige is niet beschikbaar.")
    text = _("De deskundige is niet beschikbaar tot en met {day}.")
    return text.format(day=f"{profile.unavailable_until:%d-%m-%Y}")
