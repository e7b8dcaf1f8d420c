"""Numbers as readers of the dashboard see them, in the notation of their language."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TypeVar

from babel.numbers import format_decimal, format_percent

from service.domain.language import gettext as _
from service.domain.suppression import LEAST_SHOWN, hidden_within_total, small_hidden
from service.web.local_time import region

HIDDEN = "–"
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Sight:
    """What a reader may see: everything, or statistics without small cells and names."""

    all: bool

    def within_total(self, counts: Mapping[Key, int]) -> dict[Key, int | None]:
        """Give the counts that may be shown beside their total."""
        return dict(counts) if self.all else hidden_within_total(counts)

    def alone(self, counts: Mapping[Key, int]) -> dict[Key, int | None]:
        """Give the counts that may be shown where no total stands beside them."""
        return dict(counts) if self.all else small_hidden(counts)

    def enough(self, n: int) -> bool:
        """Say whether a median or a share of so many may be shown."""
        return self.all or n >= LEAST_SHOWN


def number(count: int | None) -> str:
    """Give a count, or the sign for one that is not shown."""
    return HIDDEN if count is None else _grouped(count, region())


def share(part: float) -> str:
    """Give a share (0 to 1) as '92%'; it never says 100% of what is less."""
    rounded = 0.99 if 0.99 < part < 1 else part
    return str(format_percent(rounded, format="0%", locale=region()))


def length(amount: timedelta) -> str:
    """Give a length of time with at most one decimal: '35 min', '1,6 uur', '3 dagen'."""
    if amount < _HOUR:
        return _("{n} min").format(n=amount // timedelta(minutes=1))
    if amount < 2 * _DAY:
        hours = round(amount / _HOUR, 1)
        return _("1 uur") if hours == 1 else _("{n} uur").format(n=_decimal(hours))
    return _("{n} dagen").format(n=_decimal(amount / _DAY))


@lru_cache(maxsize=2_000)
def _grouped(count: int, locale: str) -> str:
    """Give '1.234'; kept, because it is a third of the time of the page."""
    return str(format_decimal(count, locale=locale))


def _decimal(amount: float) -> str:
    return str(format_decimal(round(amount, 1), format="0.#", locale=region()))
