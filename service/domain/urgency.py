"""How urgent a request is: the four classes of the agreement on response times."""

from enum import StrEnum

from service.domain.language import gettext as _


class Urgency(StrEnum):
    """Urgency of a request, most urgent first; the text values sort in the same order."""

    U1 = "U1"
    U2 = "U2"
    U3 = "U3"
    U4 = "U4"

    @property
    def label(self) -> str:
        """Give the short name for users."""
        return {
            Urgency.U1: _("U1 – acuut"),
            Urgency.U2: _("U2 – spoed"),
            Urgency.U3: _("U3 – verhoogd"),
            Urgency.U4: _("U4 – voorbereidend"),
        }[self]

    @property
    def explanation(self) -> str:
        """Give one sentence that helps a requester to choose."""
        return {
            Urgency.U1: _("U hebt binnen 24 uur steun nodig."),
            Urgency.U2: _("U hebt binnen 3 dagen steun nodig."),
            Urgency.U3: _("U hebt binnen 2 weken steun nodig."),
            Urgency.U4: _("U bereidt zich voor. Er is geen haast."),
        }[self]
