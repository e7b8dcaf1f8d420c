"""What a mail is about and to whom it went, in the words of the bureau."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from service.domain.language import gettext as _
from service.domain.language import lazy
from service.storage.outbox_mail import OutboxMail, RecipientKind
from service.web.labels import account_names, expert_names

SUBJECT = {
    "receipt": lazy("bevestiging van de aanvraag"),
    "duty_alert": lazy("melding van een aanvraag"),
    "question": lazy("vraag aan de gemeente"),
    "information_added": lazy("aanvulling van de gemeente"),
    "invitation": lazy("uitnodiging"),
    "invitation_reminder": lazy("herinnering aan de uitnodiging"),
    "answer_extended": lazy("bericht: meer tijd om te antwoorden"),
    "answer_later": lazy("bericht: een deskundige antwoordt later"),
    "answer_undone": lazy("bericht: het antwoord is teruggedraaid"),
    "acceptance_undone": lazy("bericht: een deskundige helpt toch niet"),
    "question_reminder": lazy("herinnering aan onze vraag"),
    "requester_silent": lazy("melding: de gemeente antwoordt niet"),
    "stand_down": lazy("bericht: niet meer nodig"),
    "accepted_requester": lazy("naam van de deskundige"),
    "accepted_expert": lazy("gegevens van de gemeente"),
    "refused_expert": lazy("bericht: de gemeente kiest iemand anders"),
    "handed_back": lazy("bericht: de deskundige stopt"),
    "deadline_warning": lazy("waarschuwing: de tijd is bijna om"),
    "deadline_breach": lazy("melding: te laat"),
    "list_low": lazy("melding: de lijst is bijna op"),
    "list_exhausted": lazy("melding: niemand meer om te vragen"),
    "not_possible": lazy("melding: een ja kon niet doorgaan"),
    "appointment_cancelled": lazy("bericht: de afspraak gaat niet door"),
    "request_closed": lazy("bericht: de aanvraag is afgesloten"),
    "referred_on": lazy("doorverwijzing"),
    "no_match": lazy("bericht: geen deskundige gevonden"),
    "request_withdrawn": lazy("bericht: aanvraag ingetrokken"),
    "act_link": lazy("link om iets te bevestigen"),
    "evaluation_requester": lazy("evaluatie voor de gemeente"),
    "evaluation_expert": lazy("evaluatie voor de deskundige"),
    "mail_failed": lazy("melding: een mail is niet aangekomen"),
    "suggestion": lazy("tip van een deskundige"),
    "duty_handed_over": lazy("bericht: de dienst is overgedragen"),
    "account_link": lazy("link om een wachtwoord te kiezen"),
    "address_change": lazy("nieuw e-mailadres van een account"),
    "alert_summary": lazy("veel meldingen in één mail"),
    "alarm": lazy("melding: er gaat iets niet goed"),
    "partner_consent_asked": lazy("vraag aan de partner om akkoord"),
    "partner_consent_reminder": lazy("herinnering aan de vraag om akkoord"),
    "partner_consent_answered": lazy("melding: antwoord van een partner"),
    "partner_consent_ended": lazy("bericht: akkoord niet meer nodig"),
    "requester_refused": lazy("melding: de gemeente weigert de deskundige"),
}


def subject(mail: OutboxMail) -> str:
    """Give what the mail is about; an unknown kind shows as its code."""
    return _(SUBJECT[mail.kind]) if mail.kind in SUBJECT else mail.kind


def recipients(session: Session, mails: Sequence[OutboxMail]) -> dict[int, str]:
    """Give per mail (id) who gets it, by name and without an address."""
    to_experts = [mail for mail in mails if mail.recipient_kind == RecipientKind.EXPERT]
    experts = expert_names(session, {mail.recipient_id or 0 for mail in to_experts})
    accounts = account_names(session)
    names = {
        RecipientKind.EXPERT: experts,
        RecipientKind.STAFF: accounts,
        RecipientKind.PARTNER: accounts,
    }
    unnamed = {RecipientKind.PARTNER: _("de partner")}
    return {
        mail.id: names.get(RecipientKind(mail.recipient_kind), {}).get(
            mail.recipient_id or 0,
            unnamed.get(RecipientKind(mail.recipient_kind), _("de gemeente")),
        )
        for mail in mails
    }
