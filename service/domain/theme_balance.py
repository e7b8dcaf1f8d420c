"""Demand and supply per theme: what is asked, and who can be asked for it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ThemeSupply:
    """How many experts can be asked for a theme, and how many of them are not absent today."""

    able: int = 0
    present: int = 0


@dataclass(frozen=True)
class ThemeBalance:
    """One theme: requests, and who can be asked for it."""

    theme: str
    requests: int
    supply: ThemeSupply

    @property
    def short(self) -> bool:
        """Say whether nobody can be asked for this theme today."""
        return self.supply.present == 0

    @property
    def pressure(self) -> float:
        """Give the requests per expert who is there; without anybody every request counts most."""
        return self.requests / self.supply.present if self.supply.present else self.requests * 1e6


def theme_balances(
    themes: Collection[str],
    asked: Iterable[Collection[str]],
    supply: Mapping[str, ThemeSupply],
) -> list[ThemeBalance]:
    """Give every theme, the one with the most requests per expert first, then the scarcest.

    `asked` holds the themes of each request; one outside the list is added to it.
    """
    demand = Counter(theme for ticked in asked for theme in set(ticked))
    known = [*themes, *sorted(demand.keys() - set(themes))]
    found = [ThemeBalance(each, demand[each], supply.get(each, ThemeSupply())) for each in known]
    return sorted(found, key=lambda row: (-row.pressure, row.supply.present, row.theme))
