"""Picture: how many requests came in, per urgency."""

from collections import Counter
from collections.abc import Sequence

from service.domain.case_figures import CaseFact
from service.domain.language import gettext as _
from service.domain.urgency import Urgency
from service.web.dashboard.numbers import Sight, number
from service.web.dashboard.picture import PLAIN, BarPicture, DataTable, Frame, longest, stacked


def urgency_picture(cases: Sequence[CaseFact], sight: Sight) -> BarPicture:
    """Give the requests of the period, one bar per urgency."""
    counted = Counter(case.urgency for case in cases)
    shown = sight.within_total({urgency: counted[urgency] for urgency in Urgency})
    rows = {urgency: {PLAIN: shown[urgency]} for urgency in Urgency}
    most = longest(list(rows.values()))
    return BarPicture(
        Frame(
            "urgentie",
            _("Aanvragen per urgentie"),
            _("De urgentie die de aanvraag nu heeft."),
            _("n = {n}.").format(n=len(cases)),
            DataTable(
                (_("Urgentie"), _("Aanvragen")),
                tuple((urgency.label, number(shown[urgency])) for urgency in Urgency),
            ),
            "" if cases else _("In deze periode kwamen er geen aanvragen."),
        ),
        tuple(
            stacked(urgency.label, number(shown[urgency]), row, most)
            for urgency, row in rows.items()
        ),
    )
