"""Picture: demand and supply per theme, as a heat map."""

from collections.abc import Mapping, Sequence
from textwrap import wrap

from service.domain.case_figures import CaseFact
from service.domain.language import gettext as _
from service.domain.theme_balance import ThemeBalance, ThemeSupply, theme_balances
from service.web.dashboard.numbers import Sight, number
from service.web.dashboard.picture import DataTable, Frame, HeatCell, HeatPicture, HeatRow

DEMAND, SUPPLY = "demand", "supply"
MOST_DRAWN = 24
LINE_LENGTH = 22
DARKEST = 4


def theme_picture(
    cases: Sequence[CaseFact],
    supply: Mapping[str, ThemeSupply],
    names: Mapping[str, str],
    sight: Sight,
) -> HeatPicture:
    """Give the themes with the most requests per expert, those without anybody first."""
    balances = theme_balances(tuple(names), [case.themes for case in cases], supply)
    drawn = [row for row in balances if row.requests or row.short][:MOST_DRAWN]
    numbers = {row.theme: _counts(row, sight) for row in balances}
    most = {
        column: max([numbers[row.theme][column] or 0 for row in drawn] + [1]) for column in range(3)
    }
    columns = (_("Vraag"), _("Aanbod"), _("Aanwezig"))
    return HeatPicture(
        Frame(
            "themas",
            _("Vraag en aanbod per thema"),
            _(
                "Vraag: aanvragen. Aanbod: deskundigen die u kunt vragen. Aanwezig: wie van hen "
                "nu niet afwezig is. Donkerder is meer. Bovenaan staat de meeste vraag per "
                "deskundige."
            ),
            _summary(balances, names),
            DataTable(
                (_("Thema"), *columns),
                tuple(
                    (names.get(row.theme, row.theme), *map(number, numbers[row.theme]))
                    for row in balances
                ),
            ),
            "" if drawn else _("Er zijn geen aanvragen, en elk thema heeft een deskundige."),
        ),
        columns,
        tuple(_row(row, numbers[row.theme], most, names) for row in drawn),
    )


def _counts(row: ThemeBalance, sight: Sight) -> tuple[int | None, int | None, int | None]:
    shown = sight.alone({0: row.requests, 1: row.supply.able, 2: row.supply.present})
    return shown[0], shown[1], shown[2]


def _row(
    row: ThemeBalance,
    numbers: tuple[int | None, ...],
    most: Mapping[int, int],
    names: Mapping[str, str],
) -> HeatRow:
    cells = tuple(
        HeatCell(number(count), SUPPLY if column else DEMAND, _level(count, most[column]))
        for column, count in enumerate(numbers)
    )
    return HeatRow(_lines(names.get(row.theme, row.theme)), cells, row.short)


def _level(count: int | None, most: int) -> int:
    """Give how dark a cell is; a hidden count is as light as the smallest."""
    if count is None:
        return 1
    return -(-DARKEST * count // most)


def _lines(name: str) -> tuple[str, ...]:
    return tuple(wrap(name, LINE_LENGTH, max_lines=2, placeholder="…"))


def _summary(balances: Sequence[ThemeBalance], names: Mapping[str, str]) -> str:
    missing = sorted(names.get(row.theme, row.theme) for row in balances if not row.supply.able)
    if not missing:
        return _("Elk thema heeft een deskundige die gevraagd kan worden.")
    return _("Thema's zonder deskundige: {themes}.").format(themes=", ".join(missing))
