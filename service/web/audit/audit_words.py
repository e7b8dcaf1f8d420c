"""The audit log in words: tables from codes to what a person reads."""

from service.domain.audit_kind import AuditKind, Origin, Subject
from service.domain.language import lazy

KIND = {
    AuditKind.READ: lazy("Bekeken"),
    AuditKind.CASE_ACT: lazy("Stap in een aanvraag"),
    AuditKind.SETTING: lazy("Instelling veranderd"),
    AuditKind.PROFILE: lazy("Profiel veranderd"),
    AuditKind.EXPORT: lazy("Bestand opgehaald"),
    AuditKind.LOG_IN: lazy("Ingelogd"),
    AuditKind.LOG_IN_REFUSED: lazy("Inloggen geweigerd"),
    AuditKind.LOG_OUT: lazy("Uitgelogd"),
    AuditKind.ACCOUNT: lazy("Inloglink gemaakt"),
    AuditKind.EXPIRED: lazy("Oude regels gewist"),
    AuditKind.DENIED: lazy("Pagina geweigerd"),
}

# What a detail adds to its kind. A step in a case has the words of its history.
DETAIL = {
    "details_changed": lazy("gegevens"),
    "standing_consent_given": lazy("vaste toestemming gegeven"),
    "standing_consent_ended": lazy("vaste toestemming gestopt"),
    "adopted": lazy("nieuwe versie"),
    "withdrawn": lazy("versie ingetrokken"),
    "changed": lazy("tekst aangepast"),
    "taken_back": lazy("eerdere versie teruggezet"),
    "added": lazy("dienst toegevoegd"),
    "removed": lazy("dienst verwijderd"),
    "handed_over": lazy("dienst overgedragen"),
    "repeated": lazy("week herhaald"),
    "imported": lazy("bestand ingelezen"),
    "sealed_anew": lazy("gegevens opnieuw versleuteld"),
    "unknown": lazy("onbekende link"),
    "used": lazy("link al gebruikt"),
    "expired": lazy("link verlopen"),
    "revoked": lazy("account gesloten"),
    "other_partner": lazy("van een andere partner"),
}

# The log knows what was done but not with what: here for acts whose history tells that too.
ACT = {
    "submit": lazy("De aanvraag kwam binnen."),
    "hold_for_signals": lazy("De aanvraag staat vast: de tekst wijst op een andere partij."),
    "ranked": lazy("Schakel maakte een voorstel."),
    "clocks_restarted": lazy("De lopende termijnen begonnen opnieuw."),
    "list_extended": lazy("Een deskundige kwam op de lijst."),
    "mail_resent": lazy("Een mail ging opnieuw weg."),
    "approve_list": lazy("De lijst met deskundigen is gekozen."),
    "wave_planned": lazy("Deskundigen zijn gevraagd."),
    "invitation_declined": lazy("Een deskundige zei nee."),
    "act_link_asked": lazy("Er is om een link gevraagd."),
    "consent_asked": lazy("Een partner is om akkoord gevraagd."),
    "consent_agreed": lazy("Een partner is akkoord."),
    "redact_text": lazy("Woorden zijn weggehaald uit de teksten."),
    "deadline_warned": lazy("De tijd voor een stap is bijna om."),
    "deadline_breached": lazy("Een stap is te laat."),
    "deadline_escalated": lazy("Een stap is te laat. Dat is gemeld."),
}

# Parts of the bureau beside those that its navigation names.
OTHER_PARTS = {"triage": lazy("Aanvraag"), "alarms": lazy("Meldingen")}

SUBJECT = {
    Subject.CASE: lazy("Aanvraag %(name)s"),
    Subject.EXPERT: lazy("Deskundige %(name)s"),
    Subject.PARTNER: lazy("Partner %(name)s"),
    Subject.AGREEMENT: lazy("Werkafspraak, versie %(name)s"),
    Subject.WORDING: lazy("Mailtekst: %(name)s"),
    Subject.ROSTER: lazy("Piketrooster"),
    Subject.ACCOUNT: lazy("Account %(name)s"),
    Subject.AUDIT: lazy("Logboek %(name)s"),
    Subject.KEYS: lazy("Sleutel %(name)s"),
    Subject.PAGE: lazy("Pagina"),
}

ORIGIN = {
    Origin.COMMAND: lazy("opdracht op de server"),
    Origin.PROGRAM: lazy("Schakel zelf"),
    Origin.THIS_HOST: lazy("de server"),
    Origin.PRIVATE_NETWORK: lazy("eigen netwerk"),
    Origin.INTERNET: lazy("internet"),
    Origin.UNKNOWN: lazy("onbekend"),
}
