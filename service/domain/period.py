"""The stretch of time over which figures are counted."""

from datetime import datetime, time, timedelta
from enum import StrEnum

from service.domain.language import gettext as _
from service.domain.opening_hours import AMSTERDAM


class Period(StrEnum):
    """How far figures look back; the values stand in the address of the page."""

    FOUR_WEEKS = "vier-weken"
    QUARTER = "kwartaal"
    ALL = "alles"

    @property
    def label(self) -> str:
        """Give the name for users."""
        return {
            Period.FOUR_WEEKS: _("Laatste 4 weken"),
            Period.QUARTER: _("Laatste kwartaal (13 weken)"),
            Period.ALL: _("Alles"),
        }[self]


WEEKS = {Period.FOUR_WEEKS: 4, Period.QUARTER: 13}


def begin_of(period: Period, now: datetime) -> datetime | None:
    """Give the midnight in Amsterdam at which a period begins (aware); None is the very start."""
    if period not in WEEKS:
        return None
    first_day = now.astimezone(AMSTERDAM).date() - timedelta(weeks=WEEKS[period])
    return datetime.combine(first_day, time(), AMSTERDAM)
