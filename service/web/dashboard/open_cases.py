"""Picture: the cases that are open now, by state and by how their clocks stand."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from service.domain.language import gettext as _
from service.domain.request_status import OPEN_STATES, Status
from service.storage.case_figures import OpenCase
from service.web.dashboard.numbers import Sight, number
from service.web.dashboard.picture import (
    BLANK,
    DOTTED,
    HATCHED,
    SOLID,
    BarPicture,
    DataTable,
    Frame,
    longest,
    stacked,
)
from service.web.local_time import capitalize_first
from service.web.triage.state_words import STATUS

IN_ORDER = (SOLID, HATCHED, DOTTED, BLANK)


def open_cases_picture(cases: Sequence[OpenCase], now: datetime, sight: Sight) -> BarPicture:
    """Give the open cases, one bar per state that occurs."""
    counted = Counter((Status(case.status), _standing(case, now)) for case in cases)
    states = [state for state in OPEN_STATES if any(counted[state, each] for each in IN_ORDER)]
    cells = {(state, each): counted[state, each] for state in states for each in IN_ORDER}
    shown = sight.within_total(cells)
    rows = {state: {each: shown[state, each] for each in IN_ORDER} for state in states}
    most = longest(list(rows.values()))
    late = sum(counted[state, SOLID] for state in states)
    words = (_("te laat"), _("bijna te laat"), _("op tijd"), _("geen klok loopt"))
    return BarPicture(
        Frame(
            "open",
            _("Open aanvragen"),
            _("Hoe ver ze zijn, en hoe de eerste termijn ervoor staat. Dit is de stand van nu."),
            _("n = {n}, waarvan te laat: {late}.").format(
                n=len(cases), late=number(sight.within_total({0: late, 1: len(cases) - late})[0])
            ),
            DataTable(
                (_("Stand"), *words),
                tuple(
                    (
                        capitalize_first(_(STATUS[state].label)),
                        *(number(count) for count in row.values()),
                    )
                    for state, row in rows.items()
                ),
            ),
            "" if cases else _("Er zijn nu geen open aanvragen."),
        ),
        tuple(
            stacked(capitalize_first(_(STATUS[state].label)), _in_short(row), row, most)
            for state, row in rows.items()
        ),
        tuple(zip(IN_ORDER, words, strict=True)),
    )


def _standing(case: OpenCase, now: datetime) -> str:
    if case.due_at is None or case.warn_at is None:
        return BLANK
    if case.due_at <= now:
        return SOLID
    return HATCHED if case.warn_at <= now else DOTTED


def _in_short(row: dict[str, int | None]) -> str:
    return number(None if None in row.values() else sum(count or 0 for count in row.values()))
