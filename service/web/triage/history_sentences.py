"""The history of a request as Dutch sentences: a table from the kind of event to its sentence."""

from collections.abc import Mapping
from typing import Any

from service.domain.invitation import DeclineReason
from service.domain.language import gettext as _
from service.domain.language import lazy, ngettext
from service.domain.service_agreement import Level
from service.domain.step import Step
from service.web.personal_data_check import kinds_told
from service.web.triage.mail_words import SUBJECT
from service.web.triage.state_words import DECLINE_REASON

SENTENCES = {
    "submit": lazy("De aanvraag kwam binnen ({source})."),
    "call_back": lazy("{who} nam contact op met de gemeente."),
    "mailbox_confirmed": lazy("De gemeente bevestigde het e-mailadres."),
    "call_back_overridden": lazy("{who} nodigde uit zonder eerst terug te bellen."),
    "take_case": lazy("{who} nam de aanvraag over."),
    "hand_over": lazy("{who} droeg de aanvraag over aan {to}."),
    "release_hold": lazy("{who} gaf de aanvraag vrij om te zoeken."),
    "hold_for_signals": lazy("Schakel zette de aanvraag vast. De tekst wijst op: {signals}."),
    "start_triage": lazy("{who} begon met beoordelen."),
    "decide_to_match": lazy("{who} besloot een deskundige te zoeken."),
    "ranked": lazy("Schakel maakte een voorstel van {candidates} deskundigen."),
    "registry_changed": lazy("Schakel zoekt opnieuw: het register is veranderd."),
    "correct_tags": lazy("{who} paste de kenmerken aan."),
    "ask_requester": lazy("{who} stelde de gemeente een vraag. De termijnen staan stil."),
    "requester_reminded": lazy("De gemeente antwoordt nog niet. Schakel stuurde een herinnering."),
    "requester_still_silent": lazy("De gemeente antwoordt nog steeds niet. De eigenaar weet het."),
    "clocks_restarted": lazy("De urgentie is nu {urgency}. De lopende termijnen begonnen opnieuw."),
    "list_extended": lazy("{who} zette {added} op plaats {position} van de lijst."),
    "answer_extended": lazy("{who} gaf {expert} meer tijd om te antwoorden."),
    "invitation_resent": lazy("{who} stuurde de uitnodiging van {expert} opnieuw."),
    "mail_resent": lazy("{who} stuurde een mail opnieuw: {mail}."),
    "undo": lazy("De aanvraag ging een stap terug."),
    "call_back_undone": lazy("{who} draaide terug: de gemeente is toch niet gesproken."),
    "inviting_held_undone": lazy("{who} draaide terug dat het uitnodigen stopte."),
    "invitation_accepted_undone": lazy("{who} draaide het ja van {expert} terug."),
    "invitation_declined_undone": lazy("{who} draaide het nee van {expert} terug."),
    "contact_confirmed_undone": lazy(
        "{who} draaide terug: het eerste contact met {expert} is nog niet geweest."
    ),
    "check_in_undone": lazy("{who} draaide de navraag terug."),
    "note_added": lazy("{who} schreef een notitie."),
    "add_information": lazy("{who} vulde de aanvraag aan."),
    "resume": lazy("{who} beantwoordde de vraag. De termijnen lopen weer."),
    "refer_on": lazy("{who} verwees door naar {party}."),
    "approve_list": lazy("{who} koos een lijst van {length} deskundigen."),
    "expert_invited": lazy("{who} nodigde {expert} uit."),
    "wave_planned": lazy("{who} vroeg {asked}. Kans op genoeg keer ja: {chance}%."),
    "partner_first": lazy("{expert} ging voor: ongeveer even geschikt en van een andere partner."),
    "invite": lazy("De aanvraag staat uit bij deskundigen."),
    "exhaust_list": lazy("Bij niemand staat nu nog een vraag uit."),
    "list_runs_low": lazy("De lijst met deskundigen is bijna op."),
    "list_exhausted": lazy("Op de lijst staat niemand meer die nu gevraagd kan worden."),
    "inviting_held": lazy("{who} stopte voorlopig met uitnodigen."),
    "inviting_continued": lazy("{who} ging verder met uitnodigen."),
    "invitation_withdrawn": lazy("{who} trok de uitnodiging van {expert} in."),
    "invitation_accepted": lazy("{expert} zei ja{on_behalf}."),
    "invitation_declined": lazy("{expert} zei nee{on_behalf}: {reason}."),
    "invitation_waits_for_mail": lazy(
        "Een uitnodiging is nog niet gemaild. De tijd om te antwoorden begint opnieuw."
    ),
    "invitation_expired": lazy("{expert} antwoordde niet op tijd."),
    "invitation_undeliverable": lazy("De uitnodiging van {expert} kwam niet aan."),
    "invitation_not_possible": lazy("{expert} zei ja, maar dat kan niet. De plaats is nog vrij."),
    "more_at_once": lazy("{who} liet meer deskundigen tegelijk vragen."),
    "stand_down": lazy("{expert} kreeg bericht: niet meer nodig."),
    "fill_places": lazy("Alle plaatsen zijn bezet."),
    "free_place": lazy("Er kwam een plaats vrij."),
    "contact_confirmed": lazy("Het eerste contact met {expert} is geweest."),
    "confirm_contact": lazy("Er is contact tussen deskundige en gemeente."),
    "check_in": lazy("{who} vroeg na hoe het gaat."),
    "expert_refused": lazy("De gemeente koos niet voor {expert}."),
    "handed_back": lazy("{expert} gaf de opdracht terug."),
    "find_nobody": lazy("{who} stopte met zoeken: geen deskundige gevonden."),
    "close": lazy("{who} sloot de aanvraag af."),
    "evaluation_answered": lazy("{who} vulde de evaluatie in."),
    "evaluate": lazy("Alle evaluaties zijn binnen."),
    "act_link_asked": lazy("{who} vroeg om {link}."),
    "consent_asked": lazy("{who} vroeg {partner} om akkoord voor {asked}."),
    "consent_agreed": lazy("{partner} is akkoord met {agreed} van de {count}{on_behalf}."),
    "consent_refused": lazy("{partner} is niet akkoord{on_behalf}."),
    "consent_expired": lazy(
        "{partner} gaf niet op tijd akkoord. Schakel vraagt deze deskundigen niet."
    ),
    "consent_undeliverable": lazy("De vraag om akkoord aan {partner} kwam niet aan."),
    "consent_waits_for_mail": lazy(
        "Een vraag om akkoord is nog niet gemaild. De tijd om te antwoorden begint opnieuw."
    ),
    "consent_asked_again": lazy("{who} vroeg {partner} opnieuw om akkoord."),
    "consent_withdrawn": lazy("{who} ging verder zonder {partner}."),
    "consent_not_needed": lazy("Het akkoord van {partner} is niet meer nodig."),
    "inviting_awaits_partner": lazy(
        "{who} liet uitnodigen. Schakel wacht eerst op akkoord van een partner."
    ),
    "withdraw": lazy("{who} trok de aanvraag in."),
    "reopen": lazy("{who} heropende de aanvraag. De termijnen begonnen opnieuw."),
    "redact_text": lazy("{who} haalde woorden weg uit de teksten ({kinds})."),
    "erase_text": lazy("{who} wiste de tekst van de aanvraag."),
    "erased_after_term": lazy(
        "Schakel wiste teksten, namen en adressen: de bewaartijd is voorbij."
    ),
    "erased_on_request": lazy("Teksten, namen en adressen zijn gewist, omdat iemand daarom vroeg."),
    "legal_hold_set": lazy("{who} legde een bewaarplicht op. Er wordt niets gewist."),
    "legal_hold_lifted": lazy("{who} hief de bewaarplicht op."),
    "deadline_warned": lazy("De tijd is bijna om voor: {step}."),
    "deadline_breached": lazy("Te laat met: {step}."),
    "deadline_escalated": lazy("Te laat met: {step}. Gemeld aan {level}."),
    "acknowledge_escalation": lazy("{who} pakt op wat te laat is. De melding is stil{until}."),
    "clocks_moved": lazy("Het piketrooster is veranderd. De termijnen beginnen{start}."),
}

SOURCE = {"form": lazy("formulier"), "telephone": lazy("telefoon")}
LINK = {
    "withdraw": lazy("een link om in te trekken"),
    "reopen": lazy("een link om te heropenen"),
    "refuse_expert": lazy("een link om een andere deskundige te vragen"),
    "evaluate": lazy("een link om te evalueren"),
    "hand_back": lazy("een link om de opdracht terug te geven"),
}
LEVEL = {
    Level.OWNER: lazy("de eigenaar"),
    Level.DEPUTY: lazy("de achterwacht"),
    Level.PROGRAMME_MANAGER: lazy("de programmamanager"),
}


def sentence(kind: str, facts: Mapping[str, Any], who: str, names: Mapping[str, str]) -> str:
    """Give one event as a sentence; `names` holds `expert`, `to` and `party` where they apply.

    A kind that is not in the table shows as its code, so that nothing is left out.
    """
    if kind not in SENTENCES:
        return f"{who}: {kind}"
    words = {"who": who, "expert": _("een deskundige"), "to": _("iemand anders")}
    words |= {"partner": _("De partner")}
    words |= {"signals": _("iets voor een andere partij")}
    words |= {"party": _("een andere organisatie")} | _words(facts) | dict(names)
    return _(SENTENCES[kind]).format(**words)


def _words(facts: Mapping[str, Any]) -> dict[str, str]:
    return {
        "link": _(LINK.get(facts.get("purpose", ""), lazy("een link"))),
        "source": _(SOURCE.get(facts.get("source", ""), "")),
        "candidates": str(facts.get("candidates", 0)),
        "length": str(len(facts.get("expert_ids", ()))),
        "asked": _asked(facts.get("count", 0)),
        "chance": str(facts.get("chance", 0)),
        "count": str(facts.get("count", 0)),
        "agreed": str(facts.get("agreed", 0)),
        "urgency": str(facts.get("urgency", "")),
        "position": str(facts.get("position", "")),
        "added": _("een deskundige"),
        "kinds": kinds_told(facts.get("kinds", ())),
        "mail": _(SUBJECT.get(facts.get("mail", ""), lazy("mail"))),
        "reason": _word(DECLINE_REASON, DeclineReason, facts.get("reason")),
        "step": Step(facts["step"]).label if "step" in facts else "",
        "level": _word(LEVEL, Level, facts.get("level")),
        "on_behalf": "",
        "until": "",
        "start": "",
    }


def _asked(count: int) -> str:
    return ngettext("{n} deskundige", "{n} deskundigen", count).format(n=count)


def _word(table: Mapping[Any, str], codes: Any, code: str | None) -> str:
    return _(table[codes(code)]) if code in set(codes) else ""
