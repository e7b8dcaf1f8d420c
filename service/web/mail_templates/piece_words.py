"""In which cases a piece of a mail is there, in the words of the page."""

from collections.abc import Mapping

from service.domain.language import gettext as _
from service.domain.language import lazy

_APPOINTMENT = {"appointment_off": lazy("Alleen als er een afspraak was die nog moest komen.")}
_TO_STAFF = lazy("Alleen in de mail aan het bureau.")
_TO_EXPERT = lazy("Alleen in de mail aan de deskundige.")
_TO_REQUESTER = lazy("Alleen in de mail aan de gemeente.")

# Kind of mail: the keys of pieces, and when these are there.
CASES: Mapping[str, Mapping[str, str]] = {
    "receipt": {
        "subject_planned planned": lazy("Alleen als wij momenten kunnen beloven."),
        "subject": lazy("Alleen als wij geen moment kunnen beloven."),
        "no_mandate": lazy("Alleen als de burgemeester er nog niet van weet."),
        "held": lazy("Alleen als een andere partij misschien beter kan helpen."),
        "nobody_on_duty danger_nobody_on_duty": lazy(
            "Alleen bij een acute vraag terwijl niemand dienst heeft."
        ),
        "danger": lazy("Altijd, behalve bij een acute vraag terwijl niemand dienst heeft."),
    },
    "acceptance_undone": _APPOINTMENT,
    "refused_expert": _APPOINTMENT,
    "accepted_requester": {
        "refuse refuse_link": lazy("Alleen als de gemeente nog nee mag zeggen.")
    },
    "account_link": {
        "subject_invited invited": lazy("Alleen bij een nieuw account."),
        "subject_forgotten forgotten not_you": lazy("Alleen bij een vergeten wachtwoord."),
        "subject_reset reset": lazy("Alleen als de tweede stap is gewist."),
        "ask": lazy("Niet bij een vergeten wachtwoord."),
    },
    "address_change": {
        "subject_confirm confirm open until": lazy("Alleen in de mail aan het nieuwe adres."),
        "subject_asked asked": lazy("Alleen als om een nieuw adres is gevraagd."),
        "subject_changed changed": lazy("Alleen als het nieuwe adres is bevestigd."),
        "look not_you": lazy("Alleen in de mail aan het oude adres."),
    },
    "act_link": {
        "subject_withdraw withdraw withdraw_link": lazy("Alleen bij intrekken."),
        "subject_reopen reopen reopen_link": lazy("Alleen bij heropenen."),
        "subject_refuse refuse refuse_link": lazy("Alleen bij een andere deskundige vragen."),
        "subject_hand_back hand_back hand_back_link": lazy("Alleen bij teruggeven."),
    },
    "answer_undone": _APPOINTMENT
    | {
        "yes_undone": lazy("Alleen als het antwoord ja was."),
        "no_undone": lazy("Alleen als het antwoord nee was."),
    },
    "appointment_cancelled": _APPOINTMENT
    | {
        "refused refused_next": lazy("Alleen als de gemeente een andere deskundige wil."),
        "ended": lazy("Alleen als de aanvraag stopt."),
    },
    "deadline_breach": {
        "for_deputy": lazy("Alleen in de mail aan de achterwacht."),
        "for_programme": lazy("Alleen in de mail aan de programmamanager."),
        "take_up open": lazy("Alleen voor wie aanvragen mag openen."),
        "numbers_only open_counts": lazy("Alleen voor wie geen aanvragen mag openen."),
    },
    "duty_handed_over": {
        "subject_taken taken taken_next": lazy("Alleen voor wie de dienst overneemt."),
        "subject_given given": lazy("Alleen voor wie de dienst had."),
    },
    "handed_back": _APPOINTMENT
    | {
        "subject_staff to_staff open": _TO_STAFF,
        "subject_expert to_expert to_expert_next to_expert_call": _TO_EXPERT,
        "subject_requester to_requester to_requester_next open_status to_requester_call": (
            _TO_REQUESTER
        ),
    },
    "partner_consent_answered": {
        "subject_agreed agreed": lazy("Alleen bij akkoord."),
        "subject_refused refused": lazy("Alleen bij niet akkoord."),
        "subject_not_reached not_reached": lazy("Alleen als onze vraag niet aankwam."),
    },
    "partner_consent_asked": {
        "one_expert": lazy("Alleen als het om één deskundige gaat."),
        "several_experts": lazy("Alleen als het om meer deskundigen gaat."),
    },
    "referred_on": {"no_phone": lazy("Alleen als wij geen telefoonnummer hebben.")},
    "request_withdrawn": {
        "to_staff open": _TO_STAFF,
        "to_requester to_requester_call": _TO_REQUESTER,
    },
    "stand_down": _APPOINTMENT
    | {
        "filled": lazy("Alleen als iemand anders gaat helpen."),
        "assignment_ended": lazy("Alleen als de deskundige al ja had gezegd."),
        "withdrawn": lazy("Alleen als wij de uitnodiging intrekken."),
        "request_ended": lazy("Alleen als de aanvraag stopt."),
    },
}


def when_there(kind: str, key: str) -> str:
    """Say in which cases the mail has this piece; nothing for one that is always there."""
    for keys, words in CASES.get(kind, {}).items():
        if key in keys.split():
            return _(words)
    return ""
