"""To whom each kind of mail goes and when, in the words of the page."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.language import lazy
from service.storage.outbox_mail import RecipientKind

REQUESTER, EXPERT = RecipientKind.REQUESTER, RecipientKind.EXPERT
PARTNER, STAFF = RecipientKind.PARTNER, RecipientKind.STAFF

RECEIVER: Mapping[RecipientKind, str] = {
    REQUESTER: lazy("de gemeente"),
    EXPERT: lazy("de deskundige"),
    PARTNER: lazy("de partner"),
    STAFF: lazy("het bureau"),
}


@dataclass(frozen=True)
class Occasion:
    """When a mail leaves, and to whom; the first receiver is the one it is meant for."""

    when: str
    to: tuple[RecipientKind, ...]


OCCASIONS: Mapping[str, Occasion] = {
    "receipt": Occasion(lazy("Meteen als een aanvraag binnenkomt."), (REQUESTER,)),
    "question": Occasion(lazy("Als de coördinator iets vraagt."), (REQUESTER,)),
    "question_reminder": Occasion(
        lazy("Als de gemeente een tijd lang niet antwoordt op onze vraag."), (REQUESTER,)
    ),
    "referred_on": Occasion(lazy("Als een andere partij beter kan helpen."), (REQUESTER,)),
    "no_match": Occasion(lazy("Als wij niemand vinden en de aanvraag stopt."), (REQUESTER,)),
    "request_closed": Occasion(
        lazy("Als de coördinator de aanvraag sluit zonder deskundige."), (REQUESTER,)
    ),
    "request_withdrawn": Occasion(lazy("Als de aanvraag is ingetrokken."), (REQUESTER, STAFF)),
    "answer_later": Occasion(
        lazy("Als een deskundige meer tijd krijgt om te antwoorden."), (REQUESTER,)
    ),
    "accepted_requester": Occasion(lazy("Als een deskundige ja zegt."), (REQUESTER,)),
    "acceptance_undone": Occasion(
        lazy("Als een ja van een deskundige een vergissing was."), (REQUESTER,)
    ),
    "appointment_cancelled": Occasion(
        lazy("Als de afspraak met de deskundige niet doorgaat."), (REQUESTER,)
    ),
    "handed_back": Occasion(
        lazy("Als een deskundige de opdracht teruggeeft."), (REQUESTER, EXPERT, STAFF)
    ),
    "act_link": Occasion(
        lazy("Als iemand op een pagina vraagt om in te trekken, te heropenen of te stoppen."),
        (REQUESTER, EXPERT),
    ),
    "evaluation_requester": Occasion(lazy("Na het afsluiten."), (REQUESTER,)),
    "invitation": Occasion(lazy("Als wij een deskundige vragen om te helpen."), (EXPERT,)),
    "invitation_reminder": Occasion(lazy("Als de tijd om te antwoorden bijna om is."), (EXPERT,)),
    "answer_extended": Occasion(lazy("Als de coördinator meer tijd geeft."), (EXPERT,)),
    "answer_undone": Occasion(lazy("Als een antwoord een vergissing was."), (EXPERT,)),
    "stand_down": Occasion(lazy("Als wij een deskundige niet meer nodig hebben."), (EXPERT,)),
    "accepted_expert": Occasion(lazy("Als de deskundige ja zegt."), (EXPERT,)),
    "refused_expert": Occasion(lazy("Als de gemeente een andere deskundige wil."), (EXPERT,)),
    "evaluation_expert": Occasion(lazy("Na het afsluiten."), (EXPERT,)),
    "partner_consent_asked": Occasion(
        lazy("Als wij deskundigen van een partner willen vragen."), (PARTNER,)
    ),
    "partner_consent_reminder": Occasion(
        lazy("Als de tijd om te antwoorden bijna om is."), (PARTNER,)
    ),
    "partner_consent_ended": Occasion(lazy("Als het akkoord niet meer nodig is."), (PARTNER,)),
    "partner_consent_answered": Occasion(
        lazy("Als een partner antwoordt, of als onze vraag niet aankomt."), (STAFF,)
    ),
    "duty_alert": Occasion(lazy("Als een aanvraag wacht op iemand van het bureau."), (STAFF,)),
    "duty_handed_over": Occasion(lazy("Als iemand een dienst overneemt."), (STAFF,)),
    "information_added": Occasion(lazy("Als de gemeente iets toevoegt."), (STAFF,)),
    "requester_silent": Occasion(
        lazy("Als de gemeente na een herinnering niet antwoordt."), (STAFF,)
    ),
    "suggestion": Occasion(lazy("Als een deskundige nee zegt en een collega noemt."), (STAFF,)),
    "requester_refused": Occasion(lazy("Als de gemeente een andere deskundige wil."), (STAFF,)),
    "not_possible": Occasion(
        lazy("Als een deskundige ja zegt en een belangenconflict blijkt."), (STAFF,)
    ),
    "list_low": Occasion(lazy("Als er bijna niemand meer op de lijst staat."), (STAFF,)),
    "list_exhausted": Occasion(lazy("Als de lijst op is."), (STAFF,)),
    "deadline_warning": Occasion(lazy("Als de tijd voor een stap bijna om is."), (STAFF,)),
    "deadline_breach": Occasion(lazy("Als een stap te laat is."), (STAFF,)),
    "mail_failed": Occasion(lazy("Als een mail niet aankomt."), (STAFF,)),
    "account_link": Occasion(
        lazy("Als iemand een account krijgt of een nieuw wachtwoord kiest."), (STAFF,)
    ),
    "address_change": Occasion(lazy("Als het e-mailadres van een account verandert."), (STAFF,)),
    "alert_summary": Occasion(
        lazy("Als er heel veel meldingen tegelijk zijn voor één persoon."), (STAFF,)
    ),
    "alarm": Occasion(lazy("Als het programma zelf een probleem ziet."), (STAFF,)),
}
