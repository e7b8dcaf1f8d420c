"""The fixed choices of the intake form: (value, label, explanation) for the reader."""

from service.domain.intake import MediaAttention, Phase, TriangleMet
from service.domain.language import gettext as _
from service.domain.urgency import Urgency

Explained = tuple[str, str, str]


def yes_or_no() -> list[Explained]:
    """Give yes and no."""
    return [("yes", _("Ja"), ""), ("no", _("Nee"), "")]


def phases() -> list[Explained]:
    """Give the phases of unrest, in order."""
    return [
        (
            Phase.SIMMERING,
            _("Sluimerend ongenoegen"),
            _("Mensen zijn ontevreden. Er is nog geen dreiging."),
        ),
        (
            Phase.RISING,
            _("Oplopende spanningen"),
            _("De spanning neemt toe. Het kan misgaan."),
        ),
        (
            Phase.ESCALATION,
            _("Escalatie"),
            _("Het gaat mis. Uw crisisstructuur gaat dan voor."),
        ),
        (
            Phase.AFTERMATH,
            _("Na de escalatie"),
            _("Het ergste is voorbij. U werkt aan herstel."),
        ),
    ]


def urgencies() -> list[Explained]:
    """Give the classes of urgency, most urgent first."""
    return [(urgency, urgency.label, urgency.explanation) for urgency in Urgency]


def triangle() -> list[Explained]:
    """Give whether mayor, police and prosecutor have met."""
    return [
        (TriangleMet.YES, _("Ja"), ""),
        (TriangleMet.NO, _("Nee"), ""),
        (TriangleMet.PLANNED, _("Nee, maar het staat gepland"), ""),
    ]


def media() -> list[Explained]:
    """Give how far the media have picked it up."""
    return [
        (MediaAttention.NONE, _("Geen"), ""),
        (MediaAttention.LOCAL, _("Lokaal of regionaal"), ""),
        (MediaAttention.NATIONAL, _("Landelijk"), ""),
    ]


def label_of(options: list[Explained], value: str) -> str:
    """Give the label of a stored value; an unknown one stays as it is."""
    return next((label for code, label, _explanation in options if code == value), value)
