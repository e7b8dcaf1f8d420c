"""Picture: how long it takes until an expert says yes, per urgency."""

from collections.abc import Sequence
from datetime import timedelta
from math import log

from service.domain.case_figures import CaseFact, Spread, time_to_acceptance
from service.domain.language import gettext as _
from service.domain.urgency import Urgency
from service.web.dashboard.numbers import HIDDEN, Sight, length, number
from service.web.dashboard.picture import DataTable, Frame, SpreadPicture, SpreadRow

SHORTEST, LONGEST = timedelta(minutes=10), timedelta(weeks=8)
MARGIN = 4.0


def acceptance_time_picture(cases: Sequence[CaseFact], sight: Sight) -> SpreadPicture:
    """Give median and p90 from submission to the first yes, on a scale by factors."""
    spreads = time_to_acceptance(cases)
    asked = {urgency: sum(case.urgency is urgency for case in cases) for urgency in Urgency}
    accepted = {urgency: found.n if found else 0 for urgency, found in spreads.items()}
    shown = sight.within_total(accepted)
    # A median of so few that their number is hidden would tell about single cases too.
    spreads = {each: spreads[each] if shown[each] else None for each in Urgency}
    return SpreadPicture(
        Frame(
            "ja",
            _("Tijd tot een deskundige ja zegt"),
            _("Van de aanvraag tot het eerste ja, met nachten en weekenden."),
            _("n = {n}, van {all} aanvragen in deze periode.").format(
                n=sum(accepted.values()), all=len(cases)
            ),
            DataTable(
                (_("Urgentie"), _("Met een ja (n)"), _("Mediaan"), _("90% binnen")),
                tuple(
                    (each.label, number(shown[each]), *_words(spreads[each])) for each in Urgency
                ),
            ),
            "" if any(accepted.values()) else _("In deze periode zei nog niemand ja."),
        ),
        tuple(_row(each, shown[each], spreads[each]) for each in Urgency if asked[each]),
        tuple((_place(at), name) for at, name in _ticks()),
    )


def _row(urgency: Urgency, n: int | None, found: Spread | None) -> SpreadRow:
    if found is None:
        return SpreadRow(urgency.label, _("n = {n}").format(n=number(n)))
    median, p90 = _words(found)
    value = _("{median} / {p90}, n = {n}").format(median=median, p90=p90, n=number(n))
    return SpreadRow(urgency.label, value, _place(found.median), _place(found.p90))


def _words(found: Spread | None) -> tuple[str, str]:
    return (length(found.median), length(found.p90)) if found else (HIDDEN, HIDDEN)


def _place(amount: timedelta) -> float:
    within = min(max(amount, SHORTEST), LONGEST)
    return round(MARGIN + (100 - 2 * MARGIN) * log(within / SHORTEST) / log(LONGEST / SHORTEST), 2)


def _ticks() -> tuple[tuple[timedelta, str], ...]:
    return (
        (timedelta(minutes=15), _("15 min")),
        (timedelta(hours=1), _("1 uur")),
        (timedelta(hours=6), _("6 uur")),
        (timedelta(days=1), _("1 dag")),
        (timedelta(weeks=1), _("1 wk")),
        (timedelta(weeks=4), _("4 wk")),
    )
