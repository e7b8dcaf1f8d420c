"""Picture: how much experts carry; by name, or only how many carry how much."""

from collections import Counter
from collections.abc import Mapping

from service.actions.matching.load_facts import Load
from service.domain.language import gettext as _
from service.web.dashboard.numbers import Sight, number
from service.web.dashboard.picture import (
    HATCHED,
    PLAIN,
    BarPicture,
    DataTable,
    Frame,
    longest,
    stacked,
)

MOST_DRAWN = 14
MOST = 3


def named_load_picture(loads: Mapping[int, Load], names: Mapping[int, str]) -> BarPicture:
    """Give the load of each expert who has any or was asked this quarter, the highest first."""
    told = sorted(
        (key for key in loads if key in names and _matters(loads[key])),
        key=lambda key: (-_carried(loads[key]), -loads[key].asked_this_quarter, names[key]),
    )
    rows = {
        key: {PLAIN: loads[key].active, HATCHED: loads[key].open_invitations}
        for key in told
        if _carried(loads[key])
    }
    most = longest(list(rows.values()))
    busy = sum(bool(_carried(loads[key])) for key in told)
    return BarPicture(
        Frame(
            "belasting",
            _("Belasting per deskundige"),
            _("Wie nu het meest heeft. In de tabel staat iedereen van dit kwartaal."),
            _("n = {n}: wie nu een aanvraag of een uitnodiging heeft.").format(n=busy),
            DataTable(
                (
                    _("Deskundige"),
                    _("Lopende aanvragen"),
                    _("Open uitnodigingen"),
                    _("Dit kwartaal gevraagd"),
                    _("Dit kwartaal begonnen"),
                ),
                tuple((names[key], *_numbers(loads[key])) for key in told),
            ),
            "" if rows else _("Niemand heeft nu een aanvraag of een uitnodiging."),
        ),
        tuple(
            stacked(names[key], number(_carried(loads[key])), row, most)
            for key, row in list(rows.items())[:MOST_DRAWN]
        ),
        ((PLAIN, _("lopende aanvragen")), (HATCHED, _("open uitnodigingen"))),
    )


def counted_load_picture(loads: Mapping[int, Load], experts: int, sight: Sight) -> BarPicture:
    """Give how many experts carry how much, without names."""
    counted = Counter(min(_carried(load), MOST) for load in loads.values() if _carried(load))
    cells = {amount: counted[amount] for amount in range(1, MOST + 1)}
    shown = sight.within_total({0: max(0, experts - sum(cells.values()))} | cells)
    rows = {amount: {PLAIN: count} for amount, count in shown.items()}
    most = longest(list(rows.values()))
    words = (_("Niets"), _("Eén aanvraag of uitnodiging"), _("Twee"), _("Drie of meer"))
    return BarPicture(
        Frame(
            "belasting",
            _("Belasting van deskundigen"),
            _("Hoeveel deskundigen nu hoeveel aanvragen en uitnodigingen hebben."),
            _("n = {n}.").format(n=experts),
            DataTable(
                (_("Wat iemand heeft"), _("Deskundigen")),
                tuple((words[amount], number(count)) for amount, count in shown.items()),
            ),
            "" if experts else _("Het register is leeg."),
        ),
        tuple(
            stacked(words[amount], number(shown[amount]), row, most) for amount, row in rows.items()
        ),
    )


def _carried(load: Load) -> int:
    return load.active + load.open_invitations


def _matters(load: Load) -> bool:
    return bool(_carried(load) or load.asked_this_quarter or load.started_this_quarter)


def _numbers(load: Load) -> tuple[str, ...]:
    figures = (
        load.active,
        load.open_invitations,
        load.asked_this_quarter,
        load.started_this_quarter,
    )
    return tuple(number(figure) for figure in figures)
