"""What an error page says: what happened and what to do now. One row per status and refusal."""

from dataclasses import dataclass

from service.domain import errors
from service.domain.language import lazy as _
from service.domain.throttle import Attempt
from service.domain.undo import CannotUndo


@dataclass(frozen=True)
class ErrorPage:
    """A status code, a title, what happened and what the user can do (texts in the source)."""

    status: int
    title: str
    what: str
    to_do: str


FORGED_FORM = ErrorPage(
    400,
    _("Uw formulier is niet verwerkt"),
    _("De pagina stond te lang open, of uw browser bewaart geen cookies."),
    _("Er is niets opgeslagen. Ga terug in uw browser. Uw tekst staat er dan nog."),
)
UNREADABLE_TEXT = ErrorPage(
    400,
    _("Uw tekst kwam niet goed aan"),
    _("Wij kunnen de tekens niet lezen. Wij hebben niets opgeslagen."),
    _("Ga terug in uw browser. Typ de tekst opnieuw en verstuur het formulier nog een keer."),
)
SERVER_ERROR = ErrorPage(
    500,
    _("Er ging iets mis bij ons"),
    _("Dit ligt niet aan u."),
    _("Ga terug en probeer het opnieuw. Lukt het niet, of heeft het haast? Bel ons."),
)
HTTP_PAGES = {
    400: ErrorPage(
        400,
        _("Dit verzoek begrijpen wij niet"),
        _("Er kwam iets binnen dat wij niet kunnen lezen."),
        _("Ga terug en probeer het opnieuw."),
    ),
    403: ErrorPage(
        403,
        _("U mag deze pagina niet zien"),
        _("Uw account heeft hier geen toegang toe."),
        _("Denkt u dat dit niet klopt? Bel dan de coördinator."),
    ),
    404: ErrorPage(
        404,
        _("Deze pagina bestaat niet"),
        _("Het adres klopt niet, of de pagina is weg."),
        _("Kijk of u het hele adres hebt overgenomen. Of ga naar het begin."),
    ),
    405: ErrorPage(
        405,
        _("Dit kan hier niet"),
        _("Deze pagina is niet op deze manier te openen."),
        _("Open de link uit uw e-mail opnieuw, of ga naar het begin."),
    ),
    409: ErrorPage(
        409,
        _("Dit kan nu niet"),
        _("Er is intussen iets veranderd. Wij hebben niets opgeslagen."),
        _("Open de pagina opnieuw en kijk wat er nu staat."),
    ),
    410: ErrorPage(
        410,
        _("Deze link werkt niet meer"),
        _("De link is verlopen, of er is een nieuwe voor in de plaats gekomen."),
        _("Zoek de nieuwste e-mail van ons. Vindt u die niet? Bel ons dan."),
    ),
    413: ErrorPage(
        413,
        _("Uw tekst is te groot"),
        _("Wij hebben niets opgeslagen. Een tekst mag ten hoogste 5.000 tekens hebben."),
        _("Ga terug in uw browser. Uw tekst staat er dan nog. Maak hem korter."),
    ),
    429: ErrorPage(
        429,
        _("Te veel pogingen"),
        _("U hebt dit heel vaak achter elkaar gedaan."),
        _("Wacht een paar minuten en probeer het dan opnieuw."),
    ),
    503: ErrorPage(
        503,
        _("Het lukt nu even niet"),
        _("Het systeem is druk. Wij hebben niets opgeslagen."),
        _("Ga terug en probeer het over een halve minuut opnieuw. Heeft het haast? Bel ons."),
    ),
}
REFUSAL_PAGES: dict[type[errors.Refusal], ErrorPage] = {
    errors.Refusal: HTTP_PAGES[409],
    errors.StepNotAllowed: ErrorPage(
        409,
        _("Deze stap kan nu niet"),
        _("De aanvraag is al verder, of is afgesloten. Wij hebben niets veranderd."),
        _("Open de pagina opnieuw en kijk hoe het ervoor staat."),
    ),
    errors.ChangedMeanwhile: ErrorPage(
        409,
        _("Iemand anders was u voor"),
        _("De aanvraag is veranderd sinds u de pagina opende. Wij hebben niets opgeslagen."),
        _("Open de aanvraag opnieuw en kijk of uw stap nog nodig is."),
    ),
    errors.StillOnHold: ErrorPage(
        409,
        _("Deze aanvraag staat even stil"),
        _("Het bureau kijkt eerst nog naar nieuwe informatie. Uw antwoord is niet vastgelegd."),
        _("U hoeft nu niets te doen. U krijgt een mail als u weer kunt antwoorden."),
    ),
    errors.UnderLegalHold: ErrorPage(
        409,
        _("Deze aanvraag moet bewaard blijven"),
        _("Er rust een bewaarplicht op. Wij hebben niets gewist."),
        _("Vraag de functionaris gegevensbescherming om de bewaarplicht op te heffen."),
    ),
    errors.NotCalledBack: ErrorPage(
        409,
        _("Bel eerst de aanvrager"),
        _("Er gaat geen uitnodiging uit voordat de aanvrager is gebeld."),
        _("Leg het gesprek vast. Of geef aan waarom u toch uitnodigt."),
    ),
    errors.NothingToInvite: ErrorPage(
        409,
        _("Er is niemand meer om uit te nodigen"),
        _("Iedereen op de lijst is al gevraagd, of kan nu niet."),
        _("Maak de lijst langer en probeer het opnieuw."),
    ),
    errors.CannotBeAsked: ErrorPage(
        409,
        _("Deze deskundige kan nu niet"),
        _("Er is iets waardoor wij deze deskundige nu niet mogen vragen."),
        _("Vraag een ander van de lijst."),
    ),
    CannotUndo: ErrorPage(
        409,
        _("Deze stap kan niet terug"),
        _("Anderen gaan er al van uit. Wij hebben niets veranderd."),
        _("Ga verder vanaf hier, of doe de stap opnieuw."),
    ),
    errors.SummaryMissing: ErrorPage(
        409,
        _("De samenvatting ontbreekt"),
        _("Een deskundige krijgt eerst alleen een neutrale samenvatting te zien."),
        _("Schrijf de samenvatting en probeer het opnieuw."),
    ),
    errors.InvalidChoice: ErrorPage(
        400,
        _("Deze invoer klopt niet"),
        _("Een van de velden heeft een waarde die niet kan. Wij hebben niets opgeslagen."),
        _("Ga terug in uw browser en verbeter het formulier."),
    ),
    errors.UnknownLink: ErrorPage(
        404,
        _("Deze link kennen wij niet"),
        _("Misschien is de link niet helemaal overgenomen uit de e-mail."),
        _("Klik op de link in de e-mail zelf. Of kopieer hem helemaal. Lukt het niet? Bel ons."),
    ),
    errors.AlreadyAnswered: ErrorPage(
        409,
        _("U hebt al een ander antwoord gegeven"),
        _("Uw eerste antwoord staat vast. Wij hebben het niet veranderd."),
        _("Wilt u uw antwoord toch veranderen? Bel ons dan."),
    ),
    errors.PlaceTaken: ErrorPage(
        409,
        _("Dank u wel, de plek is al bezet"),
        _("Een andere deskundige zei net voor u ja."),
        _("U hoeft niets te doen. Wij vragen u graag een volgende keer."),
    ),
    errors.ConflictFound: ErrorPage(
        409,
        _("U kunt deze opdracht niet aannemen"),
        _("Er is een mogelijk belangenconflict, of u hebt al genoeg opdrachten."),
        _("U hoeft niets te doen. Wij vragen een ander. Denkt u dat dit niet klopt? Bel ons dan."),
    ),
    errors.RefusalUsed: ErrorPage(
        409,
        _("U hebt al één keer een deskundige afgewezen"),
        _("Dat kan één keer per aanvraag."),
        _("Bent u niet tevreden met deze deskundige? Bel ons dan."),
    ),
}
TRIED_TOO_OFTEN = {
    Attempt.LINK: ErrorPage(
        429,
        _("Te veel links die niet kloppen"),
        _("Van uw netwerk kwamen heel vaak links die wij nooit hebben gestuurd."),
        _("Gebruik de link uit onze e-mail. Die werkt ook nu. Lukt het niet? Bel ons."),
    ),
    Attempt.LOG_IN: ErrorPage(
        429,
        _("Te vaak geprobeerd in te loggen"),
        _("Van uw netwerk kwam heel vaak een log-in die niet klopt."),
        _("Wacht even. Weet u niet meer hoe u inlogt? Vraag het de beheerder."),
    ),
    Attempt.ACCOUNT_LOG_IN: ErrorPage(
        429,
        _("Te vaak geprobeerd in te loggen"),
        _("Met deze gegevens is heel vaak geprobeerd in te loggen."),
        _("Wacht even. Was u dat niet zelf? Bel dan de beheerder."),
    ),
    Attempt.ACT_LINK: ErrorPage(
        429,
        _("U hebt al vaak een link gevraagd"),
        _("Wij hebben u al e-mails met een link gestuurd. De nieuwste link werkt."),
        _("Kijk ook bij uw ongewenste e-mail. Vindt u niets? Bel ons dan."),
    ),
}
DEAD_LINK_PAGES = {
    "revoked": ErrorPage(
        410,
        _("Deze link werkt niet meer"),
        _("Het e-mailadres waar deze link naartoe ging, is veranderd."),
        _("Kijk in uw mail of daar een nieuwe link staat. Vindt u die niet? Bel ons dan."),
    ),
    "expired": ErrorPage(
        410,
        _("De tijd is voorbij"),
        _("Deze link is verlopen. U kunt hier niets meer doorgeven."),
        _("Wilt u toch nog reageren? Bel ons dan."),
    ),
    "stood_down": ErrorPage(
        410,
        _("Uw antwoord is niet meer nodig"),
        _("De plek is bezet, of de gemeente heeft geen hulp meer nodig. Dank dat u wilde helpen."),
        _("U hoeft niets te doen. Wij vragen u graag een volgende keer."),
    ),
    "withdrawn": ErrorPage(
        410,
        _("De uitnodiging is ingetrokken"),
        _("Wij hebben deze uitnodiging teruggenomen. U hebt daar bericht over gekregen."),
        _("U hoeft niets te doen. Hebt u vragen? Bel ons dan."),
    ),
    "consent_ended": ErrorPage(
        410,
        _("Uw akkoord is niet meer nodig"),
        _("Wij gaan verder zonder dit antwoord, of de aanvraag is klaar. Dank voor uw moeite."),
        _("U hoeft niets te doen. Hebt u vragen? Bel ons dan."),
    ),
    "not_possible": ErrorPage(
        410,
        _("U kunt deze opdracht niet aannemen"),
        _("Er is een mogelijk belangenconflict, of u hebt al genoeg opdrachten."),
        _("U hoeft niets te doen. Wij vragen een ander. Denkt u dat dit niet klopt? Bel ons dan."),
    ),
    "undeliverable": ErrorPage(
        410,
        _("De uitnodiging is gesloten"),
        _("Onze e-mail aan u kwam niet aan. Daarom vragen wij een ander."),
        _("Wilt u de volgende keer wel gevraagd worden? Geef ons dan uw juiste e-mailadres."),
    ),
    "refused": ErrorPage(
        410,
        _("Deze opdracht is gestopt"),
        _("De gemeente koos voor een andere deskundige."),
        _("U hoeft niets meer te doen. Hebt u vragen? Bel ons dan."),
    ),
    "handed_back": ErrorPage(
        410,
        _("Deze opdracht is teruggegeven"),
        _("De opdracht is niet meer van deze deskundige."),
        _("U hoeft niets meer te doen. Hebt u vragen? Bel ons dan."),
    ),
    "undone": ErrorPage(
        410,
        _("Deze opdracht gaat niet door"),
        _("Uw ja was per ongeluk vastgelegd. Dat hebben wij hersteld."),
        _("U kunt nog ja of nee zeggen met de link in onze laatste e-mail."),
    ),
    "closed": ErrorPage(
        410,
        _("Deze opdracht is klaar"),
        _("De aanvraag is afgesloten."),
        _("U hoeft niets meer te doen. Hebt u vragen? Bel ons dan."),
    ),
}
