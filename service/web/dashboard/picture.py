"""Pictures as plain values: places and widths are shares (percent) of the width of the picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

PLAIN = "plain"
SOLID, HATCHED, DOTTED, BLANK = "solid", "hatched", "dotted", "blank"
"""The looks of a part; they differ without colour too. Plain is for a bar of one kind."""


@dataclass(frozen=True)
class DataTable:
    """The numbers behind a picture; the first cell of a row is its heading."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Frame:
    """What stands around every picture; `summary` says in words what it shows."""

    key: str
    title: str
    explanation: str
    summary: str
    table: DataTable
    empty: str = ""


@dataclass(frozen=True)
class Part:
    """A piece of a bar."""

    look: str
    x: float
    width: float


@dataclass(frozen=True)
class Bar:
    """A bar with its name before and its numbers behind it."""

    label: str
    value: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class BarPicture:
    """Bars under each other; the legend holds a look and its meaning."""

    form: ClassVar[str] = "bars"
    frame: Frame
    bars: tuple[Bar, ...]
    legend: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class SpreadRow:
    """One line with the places of median and p90; None of both: nothing to show."""

    label: str
    value: str
    median: float | None = None
    p90: float | None = None


@dataclass(frozen=True)
class SpreadPicture:
    """Medians and 90th percentiles on a scale; `ticks` hold a place and its name."""

    form: ClassVar[str] = "spread"
    frame: Frame
    rows: tuple[SpreadRow, ...]
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class HeatCell:
    """One cell: its text, and how dark it is (0 to 4)."""

    text: str
    scale: str
    level: int


@dataclass(frozen=True)
class HeatRow:
    """One row with its name on at most two lines; `alarm` says that something is missing."""

    lines: tuple[str, ...]
    cells: tuple[HeatCell, ...]
    alarm: bool


@dataclass(frozen=True)
class HeatPicture:
    """A heat map: the names of the columns and the rows."""

    form: ClassVar[str] = "heat"
    frame: Frame
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]


Picture = BarPicture | SpreadPicture | HeatPicture


def stacked(label: str, value: str, counts: Mapping[str, float | None], most: float) -> Bar:
    """Give a bar of counts by look, of which `most` would fill the width; None is left out."""
    parts: list[Part] = []
    x = 0.0
    for look, count in counts.items():
        if count:
            width = 100 * count / most
            parts.append(Part(look, round(x, 2), round(width, 2)))
            x += width
    return Bar(label, value, tuple(parts))


def longest(rows: Sequence[Mapping[str, int | None]]) -> int:
    """Give the sum of the longest bar, at least 1."""
    return max([sum(count or 0 for count in row.values()) for row in rows] + [1])
