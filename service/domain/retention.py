"""How long each kind of data is kept, counted from when, and what happens then, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from service.domain.language import lazy as _

DAY = timedelta(days=1)
YEAR = 365 * DAY


class Effect(StrEnum):
    """What happens when the time is over."""

    EMPTY = "empty"
    DELETE = "delete"
    ANONYMISE = "anonymise"
    KEEP = "keep"


class RuleCode(StrEnum):
    """A kind of data with a rule of its own; `destruction` rows carry this code."""

    CASE_TEXT = "case_text"
    CASE_CONTACT = "case_contact"
    CASE_READING = "case_reading"
    CASE_MESSAGES = "case_messages"
    MAILS = "mails"
    LINKS = "links"
    LOG_INS = "log_ins"
    TRIES = "tries"
    TROUBLE = "trouble"
    SIGNS = "signs"
    ROSTER = "roster"
    EXPERTS = "experts"
    EXPERT_DATA = "expert_data"
    ACCOUNTS = "accounts"
    REASONS = "reasons"
    AUDIT = "audit"
    COURSE = "course"
    FIGURES = "figures"
    SETTINGS = "settings"
    CONTACTS = "contacts"
    EVIDENCE = "evidence"


@dataclass(frozen=True)
class Rule:
    """One rule; `kept` None: no end. The texts are Dutch, for the page and the documentation."""

    what: str
    kept: timedelta | None
    counted_from: str
    effect: Effect
    why: str


_CASE_ENDED = _("het einde van de aanvraag")
_NEVER = ""

RULES: Mapping[RuleCode, Rule] = {
    RuleCode.CASE_TEXT: Rule(
        _("Teksten van een aanvraag: situatie, vraag, samenvatting, redenen, lessen"),
        90 * DAY,
        _CASE_ENDED,
        Effect.EMPTY,
        _("Tot dan kan de gemeente de aanvraag heropenen en kan het bureau ervan leren."),
    ),
    RuleCode.CASE_CONTACT: Rule(
        _("Naam, functie, adres en nummer van de aanvrager"),
        90 * DAY,
        _CASE_ENDED,
        Effect.EMPTY,
        _("Nodig voor contact over de aanvraag en de evaluatie, daarna niet meer."),
    ),
    RuleCode.CASE_READING: Rule(
        _("Wat het model in de teksten las: thema's, redenen, gelijkende aanvragen"),
        90 * DAY,
        _CASE_ENDED,
        Effect.EMPTY,
        _("Het zegt wat de teksten zeggen, dus het gaat tegelijk."),
    ),
    RuleCode.CASE_MESSAGES: Rule(
        _("Vragen, aanvullingen en notities, de vector, en wat wie heeft gelezen"),
        90 * DAY,
        _CASE_ENDED,
        Effect.DELETE,
        _("Zonder hun tekst zeggen deze regels niets meer."),
    ),
    RuleCode.MAILS: Rule(
        _("Mails en berichten: welke soort ging wanneer naar wie"),
        90 * DAY,
        _("het einde van de aanvraag; zonder aanvraag: het versturen"),
        Effect.DELETE,
        _("Nodig om te zien of een mail aankwam. De tekst van een mail bewaart Schakel nooit."),
    ),
    RuleCode.LINKS: Rule(
        _("Links uit mails"),
        30 * DAY,
        _("het verlopen van de link"),
        Effect.DELETE,
        _("Tot dan kan de pagina uitleggen waarom de link niet meer werkt."),
    ),
    RuleCode.LOG_INS: Rule(
        _("Inloglinks en sessies"),
        30 * DAY,
        _("het verlopen"),
        Effect.DELETE,
        _("Nodig om misbruik te zien kort nadat het gebeurde."),
    ),
    RuleCode.TRIES: Rule(
        _("Hoe vaak iets is geprobeerd, zonder te weten door wie"),
        DAY,
        _("het einde van de telling"),
        Effect.DELETE,
        _("Alleen nodig om tijdelijk te stoppen wie steeds opnieuw probeert."),
    ),
    RuleCode.TROUBLE: Rule(
        _("Meldingen over storingen"),
        90 * DAY,
        _("het einde van de storing"),
        Effect.DELETE,
        _("Nodig om terug te kijken wat misging. Er staat geen tekst in."),
    ),
    RuleCode.SIGNS: Rule(
        _("Tekens van leven van het programma op de achtergrond"),
        30 * DAY,
        _("het laatste teken"),
        Effect.DELETE,
        _("Van een machine die er niet meer is, hoeft niemand het te weten."),
    ),
    RuleCode.ROSTER: Rule(
        _("Het piketrooster en wat daarin veranderde"),
        YEAR,
        _("het einde van de dienst; bij een verandering: die dag"),
        Effect.DELETE,
        _("Een jaar lang is na te gaan wie dienst had toen iets te laat was."),
    ),
    RuleCode.EXPERTS: Rule(
        _("Profielen van deskundigen: naam, contact, achtergrond, toestemming"),
        YEAR,
        _("de dag waarop Schakel ziet dat de deskundige is gestopt"),
        Effect.ANONYMISE,
        _(
            "Wie terugkomt, hoeft niet opnieuw te beginnen. Daarna telt alleen nog mee hoe vaak "
            "iemand van die partner ja zei."
        ),
    ),
    RuleCode.EXPERT_DATA: Rule(
        _("De vector van een profiel, en wie wanneer welke velden veranderde"),
        YEAR,
        _("de dag waarop Schakel ziet dat de deskundige is gestopt"),
        Effect.DELETE,
        _("Zonder het profiel zegt het niets meer."),
    ),
    RuleCode.ACCOUNTS: Rule(
        _("Accounts van collega's en partners"),
        None,
        _("zolang het account open is; daarna tot het logboek het account niet meer noemt"),
        Effect.ANONYMISE,
        _("Wie het logboek leest, moet kunnen zien wie iets deed."),
    ),
    RuleCode.REASONS: Rule(
        _("Redenen bij een bewaarplicht en bij een verandering van een partner"),
        3 * YEAR,
        _("het einde van de bewaarplicht; bij een partner: de verandering"),
        Effect.DELETE,
        _("Even lang na te gaan als het logboek."),
    ),
    RuleCode.AUDIT: Rule(
        _("Het logboek: wie deed wat wanneer, met nummers en codes"),
        3 * YEAR,
        _("de regel zelf; bij een bewaarplicht blijft alles sinds die aanvraag binnenkwam"),
        Effect.DELETE,
        _("Zo lang kan iemand vragen wie zijn gegevens zag."),
    ),
    RuleCode.COURSE: Rule(
        _("Het verloop van een aanvraag: wat gebeurde wanneer, met nummers en codes"),
        None,
        _NEVER,
        Effect.KEEP,
        _("Hieruit telt Schakel de reactietijden. Er staat geen tekst of naam in."),
    ),
    RuleCode.FIGURES: Rule(
        _("Cijfers van een aanvraag: gemeente, thema, urgentie, tijden, oordelen"),
        None,
        _NEVER,
        Effect.KEEP,
        _("De evaluatie van de werkwijze rust hierop. Er staat geen tekst of naam in."),
    ),
    RuleCode.SETTINGS: Rule(
        _("Instellingen: werkafspraken, mailteksten, thema's, gemeenten, telefoonnummers"),
        None,
        _NEVER,
        Effect.KEEP,
        _("Een oude aanvraag hoort bij de afspraken van toen. Het gaat niet over personen."),
    ),
    RuleCode.CONTACTS: Rule(
        _("Contactpersoon van een partner"),
        None,
        _("zolang deze persoon voor de partner spreekt"),
        Effect.KEEP,
        _("Nodig om akkoord te vragen. Op de pagina van de partner zet u een ander neer."),
    ),
    RuleCode.EVIDENCE: Rule(
        _("Het bewijs van het wissen, en van een heel logboek"),
        None,
        _NEVER,
        Effect.KEEP,
        _("Hiermee is aan te tonen dat er is gewist. Er staan alleen nummers en aantallen in."),
    ),
}


@dataclass(frozen=True)
class Destroyed:
    """What a rule took from one table: how many rows, and their ids where rows have numbers."""

    rule: RuleCode
    table: str
    count: int
    ids: tuple[int, ...] = ()


def destroyed_before(rule: RuleCode, now: datetime) -> datetime:
    """Give the moment (aware, like `now`) up to which the time of a rule is over.

    Raises LookupError for a rule without an end.
    """
    kept = RULES[rule].kept
    if kept is None:
        raise LookupError(f"{rule} has no end")
    return now - kept
