"""Moments for a first contact that the page suggests to an expert."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from service.domain.opening_hours import AMSTERDAM, first_moment
from service.domain.urgency import Urgency

MOST = 4
SOONEST = timedelta(hours=1)
_OFFICE_DAY = (time(9, 30), time(13, 30), time(16, 30))
_LONG_DAY = (*_OFFICE_DAY, time(19, 30))
_HALF_HOUR = timedelta(minutes=30)
_SATURDAY = 5


def suggested_moments(now: datetime, due: datetime | None, urgency: Urgency) -> list[datetime]:
    """Give up to four moments (UTC) from an hour after now, within the agreed time if possible.

    Acute: each hour from the next half hour on. Urgent: any day. Otherwise: Monday to Friday.
    """
    moments = _hourly(now) if urgency is Urgency.U1 else _daily(now, urgency)
    found = [next(moments) for _ in range(MOST)]
    in_time = [moment for moment in found if due is None or moment <= due]
    return in_time or found[:2]


def _hourly(now: datetime) -> Iterator[datetime]:
    moment = datetime.min.replace(tzinfo=UTC)
    moment += -((moment - now - SOONEST) // _HALF_HOUR) * _HALF_HOUR
    while True:
        yield moment
        moment += timedelta(hours=1)


def _daily(now: datetime, urgency: Urgency) -> Iterator[datetime]:
    day = now.astimezone(AMSTERDAM).date()
    slots = _LONG_DAY if urgency is Urgency.U2 else _OFFICE_DAY
    while True:
        if urgency is Urgency.U2 or day.weekday() < _SATURDAY:
            for slot in slots:
                moment = first_moment(datetime.combine(day, slot))
                if moment >= now + SOONEST:
                    yield moment
        day += timedelta(days=1)
