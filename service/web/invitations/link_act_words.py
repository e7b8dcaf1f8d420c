"""What the pages of the mailed acts say: before the act and after it."""

from dataclasses import dataclass

from service.domain.language import lazy as _
from service.storage.mail_link import LinkPurpose


@dataclass(frozen=True)
class LinkActWords:
    """Title, what will happen, the question with its text field, the button, and the thanks."""

    title: str
    what: str
    question: str
    button: str
    done_title: str
    done: str


WORDS = {
    LinkPurpose.HAND_BACK: LinkActWords(
        _("De opdracht teruggeven"),
        _("Kunt u deze gemeente niet verder helpen? Dan vragen wij meteen een ander."),
        _("Waarom geeft u de opdracht terug?"),
        _("Opdracht teruggeven"),
        _("U hebt de opdracht teruggegeven"),
        _("De gemeente krijgt bericht. Wij vragen een ander. De afspraak zeggen wij af."),
    ),
    LinkPurpose.REFUSE_EXPERT: LinkActWords(
        _("Een andere deskundige vragen"),
        _("Past deze deskundige niet? Dan vragen wij een ander. U kunt dit één keer doen."),
        _("Waarom past deze deskundige niet?"),
        _("Een ander vragen"),
        _("Wij vragen een andere deskundige"),
        _("De afspraak met de eerste deskundige is afgezegd. U hoort van ons wie het wordt."),
    ),
    LinkPurpose.WITHDRAW: LinkActWords(
        _("Uw aanvraag intrekken"),
        _("Hebt u geen steun meer nodig? Trek de aanvraag dan in. Wij zeggen alle deskundigen af."),
        _("Waarom trekt u de aanvraag in?"),
        _("Aanvraag intrekken"),
        _("Uw aanvraag is ingetrokken"),
        _("Iedereen krijgt bericht. Hebt u later toch steun nodig? Heropen dan uw aanvraag."),
    ),
    LinkPurpose.REOPEN: LinkActWords(
        _("Uw aanvraag heropenen"),
        _("Hebt u toch weer steun nodig? Dan pakken wij uw aanvraag opnieuw op."),
        _("Wat is er veranderd?"),
        _("Aanvraag heropenen"),
        _("Uw aanvraag is heropend"),
        _("De coördinator kijkt er opnieuw naar en neemt contact met u op."),
    ),
}
