"""The hours in which the people of a simulation do something, by urgency and partner."""

from datetime import datetime, timedelta
from functools import cache

from service.domain.opening_hours import Calendar
from service.domain.service_agreement import default_agreement
from service.domain.step import Step
from service.domain.urgency import Urgency
from service.domain.working_time import due_at, elapsed
from service.storage.public_holidays import closed_days

YEARS = range(2025, 2040)
HOUR = timedelta(hours=1)


def after(
    urgency: Urgency, start: datetime, hours: float, *, workdays_only: bool = False
) -> datetime:
    """Give the moment (UTC) at which so many open hours of this urgency have passed."""
    return due_at(start, hours * HOUR, _calendar(urgency, workdays_only=workdays_only))


def between(urgency: Urgency, start: datetime, end: datetime) -> timedelta:
    """Give the open time of this urgency between two moments."""
    return elapsed(start, end, _calendar(urgency, workdays_only=False))


@cache
def _calendar(urgency: Urgency, *, workdays_only: bool) -> Calendar:
    agreement, holidays = default_agreement(), closed_days(YEARS)
    name = agreement.terms[urgency][Step.TRIAGE].calendar
    calendar = agreement.calendars[name].on_holidays(holidays)
    if not workdays_only:
        return calendar
    return calendar.intersect(agreement.calendars["workdays"].on_holidays(holidays))
