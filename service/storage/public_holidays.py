"""Dutch public holidays, from the `holidays` library, as a set of days for the rules."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache

import holidays

from service.domain.opening_hours import AMSTERDAM
from service.domain.service_agreement import ServiceAgreement

_NOT_ALWAYS_CLOSED = frozenset({"Good Friday", "Liberation Day"})
YEARS_AHEAD = 3


def closed_days(
    years: Iterable[int],
    good_friday: bool = False,
    liberation_day: str = "lustrum",
    extra: Iterable[date] = (),
) -> frozenset[date]:
    """Give the days in these years on which offices are closed, and the extra ones.

    The library counts Good Friday as a public holiday; here it is one only when asked for.
    Liberation Day (5 May) is closed "always", "never", or in each fifth year ("lustrum").
    """
    days = set(extra)
    for year in set(years):
        for day, names in _named_days(year):
            if names - _NOT_ALWAYS_CLOSED or (good_friday and "Good Friday" in names):
                days.add(day)
        if liberation_day == "always" or (liberation_day == "lustrum" and year % 5 == 0):
            days.add(date(year, 5, 5))
    return frozenset(days)


def closed_days_from(at: datetime, agreement: ServiceAgreement) -> frozenset[date]:
    """Give the closed days of the agreement from the year before a moment to years after it."""
    year = at.astimezone(AMSTERDAM).year
    return closed_days(
        range(year - 1, year + YEARS_AHEAD + 1),
        agreement.good_friday_closed,
        agreement.liberation_day,
        agreement.extra_closed_days,
    )


@cache
def _named_days(year: int) -> tuple[tuple[date, frozenset[str]], ...]:
    found = holidays.country_holidays("NL", years=year, language="en_US")
    return tuple((day, frozenset(found.get_list(day))) for day in sorted(found))
