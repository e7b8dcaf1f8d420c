"""When a mail that is not acute may reach somebody: never in the quiet hours of the agreement."""

from datetime import datetime, timedelta

from service.domain.opening_hours import AMSTERDAM, Window, first_moment
from service.domain.working_time import in_utc

_DAY = timedelta(days=1)


def leaves_at(at: datetime, quiet_hours: Window | None) -> datetime:
    """Give the first moment (UTC), not before this one, that lies outside the quiet hours.

    Quiet hours are begin and end on the clock of Amsterdam, mostly over midnight; the begin is
    quiet, the end is not.
    """
    at = in_utc(at)
    if quiet_hours is None:
        return at
    begin, end = quiet_hours
    today = at.astimezone(AMSTERDAM).date()
    for day in (today - _DAY, today):
        starts = first_moment(datetime.combine(day, begin))
        until = day if begin < end else day + _DAY
        ends = first_moment(datetime.combine(until, end))
        if starts <= at < ends:
            return ends
    return at
