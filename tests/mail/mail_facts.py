"""Facts of each kind of mail, as they are when the product sends it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from service.domain.step import Step
from service.mail.facts import (
    Appointment,
    Bureau,
    Link,
    MailFacts,
    Person,
    PlannedStep,
    Referral,
)

# Tuesday 24 November 2026, 14:30 in Amsterdam.
AT = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
AT_IN_WORDS = "dinsdag 24 november om 14.30 uur"
TOKEN = "tOkEn-that-nobody-may-read-in-a-subject"
PHONE = "000-0000001"

COMMON = MailFacts(
    to_name="Adviseur Een",
    to_address="adviseur@zeist.example",
    audience="requester",
    bureau=Bureau("Bureau Voorbeeld", PHONE, "schakel@bureau.example"),
    reference="SK-7KD-4TQ9",
    urgency="U2 – spoed",
    case_url="https://schakel.example/bureau/aanvragen/SK-7KD-4TQ9",
)
PERSON = Person("Deskundige 017", "Adviseur", "NGB", "d017@partner.example", "000-1000017")


def link(path: str) -> Link:
    return Link(f"https://schakel.example/{path}/{TOKEN}", AT)


def appointment(cancelled: bool = False) -> Appointment:
    return Appointment("assignment-12", 1 if cancelled else 0, AT, cancelled)


def facts(**changes: Any) -> MailFacts:
    return replace(COMMON, **changes)


STAFF = {"audience": "staff", "to_name": "Coördinator", "to_address": "co@bureau.example"}
EXPERT = {"audience": "expert", "to_name": "Deskundige 017", "to_address": "d017@partner.example"}
PARTNER = {
    "audience": "partner",
    "to_name": "Partnercontact",
    "to_address": "contact@partner.example",
    "partner": "NGB",
}
CONSENT = {"links": {"partner_consent": link("akkoord")}, "answer_by": AT, "experts_asked": 3}
STATUS = {"links": {"status": link("status")}}
ANSWER = {"links": {"answer": link("uitnodiging")}, "answer_by": AT, "support": ("sparren",)}
CONTACT = {"first_contact_at": AT, "appointment": appointment()}
CANCELLED = {"first_contact_at": AT, "appointment": appointment(cancelled=True)}
OF_NO_CASE = {
    "reference": "",
    "urgency": "",
    "case_url": "https://schakel.example/bureau/meldingen",
}
ON_DUTY = {**OF_NO_CASE, "colleague": "Achterwacht", "from_at": AT, "until": AT}
LATE = {"step": PlannedStep("eerste voorstel", AT)}
PLANNED = {
    "planned": (
        PlannedStep(Step.ACKNOWLEDGEMENT.promise, AT),
        PlannedStep(Step.FIRST_CONTACT.promise, AT),
    )
}

CASES: dict[str, tuple[str, MailFacts]] = {
    "receipt": ("receipt", facts(**STATUS, **PLANNED)),
    "receipt of a held request": ("receipt", facts(**STATUS, **PLANNED, held=True)),
    "receipt when no clock runs": ("receipt", facts(**STATUS)),
    "duty_alert": ("duty_alert", facts(**STAFF)),
    "receipt while nobody is on duty": (
        "receipt",
        facts(**STATUS, **PLANNED, nobody_on_duty=True),
    ),
    "receipt without a mandate": ("receipt", facts(**STATUS, held=True, reason="no_mandate")),
    "question": ("question", facts(**STATUS)),
    "information_added": ("information_added", facts(**STAFF)),
    "invitation": ("invitation", facts(**EXPERT, **ANSWER)),
    "invitation_reminder": ("invitation_reminder", facts(**EXPERT, **ANSWER)),
    "answer_extended": ("answer_extended", facts(**EXPERT, **ANSWER)),
    "answer_later": ("answer_later", facts(**STATUS, answer_by=AT)),
    "answer_undone, a yes": (
        "answer_undone",
        facts(**EXPERT, **ANSWER, **CANCELLED, reason="accepted"),
    ),
    "answer_undone, a yes after the contact": (
        "answer_undone",
        facts(**EXPERT, **ANSWER, reason="accepted"),
    ),
    "answer_undone, a no": ("answer_undone", facts(**EXPERT, **ANSWER, reason="declined")),
    "acceptance_undone": ("acceptance_undone", facts(**STATUS, **CANCELLED, expert=PERSON)),
    "acceptance_undone after the contact": (
        "acceptance_undone",
        facts(**STATUS, expert=PERSON),
    ),
    "question_reminder": ("question_reminder", facts(**STATUS)),
    "requester_silent": ("requester_silent", facts(**STAFF)),
    "stand_down filled": ("stand_down", facts(**EXPERT, reason="filled")),
    "stand_down withdrawn": ("stand_down", facts(**EXPERT, reason="withdrawn")),
    "stand_down request ended": ("stand_down", facts(**EXPERT, reason="request_ended")),
    "stand_down of an assignment": (
        "stand_down",
        facts(**EXPERT, **CANCELLED, reason="assignment_ended"),
    ),
    "stand_down after the contact": ("stand_down", facts(**EXPERT, reason="assignment_ended")),
    "accepted_requester": (
        "accepted_requester",
        facts(
            links={"refuse_expert": link("afwijzen"), "status": link("status")},
            expert=PERSON,
            **CONTACT,
        ),
    ),
    "accepted_requester, refusal used": (
        "accepted_requester",
        facts(**STATUS, expert=PERSON, **CONTACT),
    ),
    "accepted_expert": (
        "accepted_expert",
        facts(
            **EXPERT,
            links={"assignment": link("opdracht"), "hand_back": link("teruggeven")},
            requester=replace(PERSON, name="Adviseur Een", organisation="Zeist"),
            **CONTACT,
        ),
    ),
    "refused_expert": ("refused_expert", facts(**EXPERT, **CANCELLED)),
    "handed_back": ("handed_back", facts(**STATUS, **CANCELLED, expert=PERSON)),
    "handed_back after the contact": ("handed_back", facts(**STATUS, expert=PERSON)),
    "handed_back to the expert": ("handed_back", facts(**EXPERT, **CANCELLED, expert=PERSON)),
    "handed_back to the expert after the contact": (
        "handed_back",
        facts(**EXPERT, expert=PERSON),
    ),
    "handed_back to staff": ("handed_back", facts(**STAFF, expert=PERSON)),
    "deadline_warning": ("deadline_warning", facts(**STAFF, **LATE, level="owner")),
    "deadline_breach": ("deadline_breach", facts(**STAFF, **LATE, level="owner")),
    "deadline_breach to deputy": ("deadline_breach", facts(**STAFF, **LATE, level="deputy")),
    "deadline_breach to manager": (
        "deadline_breach",
        facts(**STAFF, **LATE, level="programme_manager", opens_case=False),
    ),
    "deadline_breach to coordinator for manager": (
        "deadline_breach",
        facts(**STAFF, **LATE, level="programme_manager"),
    ),
    "list_low": ("list_low", facts(**STAFF)),
    "list_exhausted": ("list_exhausted", facts(**STAFF)),
    "not_possible": ("not_possible", facts(**STAFF)),
    "appointment_cancelled": ("appointment_cancelled", facts(**CANCELLED)),
    "appointment_cancelled after the contact": ("appointment_cancelled", facts()),
    "request_closed": ("request_closed", facts()),
    "referred_on": ("referred_on", facts(referral=Referral("NGB-piket", "000-1", ""))),
    "referred_on without a number": ("referred_on", facts(referral=Referral("ESS", "", ""))),
    "no_match": ("no_match", facts()),
    "request_withdrawn": ("request_withdrawn", facts()),
    "request_withdrawn to staff": ("request_withdrawn", facts(**STAFF)),
    "act_link withdraw": ("act_link", facts(links={"withdraw": link("intrekken")}, act="withdraw")),
    "act_link reopen": ("act_link", facts(links={"reopen": link("heropenen")}, act="reopen")),
    "act_link refuse": (
        "act_link",
        facts(links={"refuse_expert": link("afwijzen")}, act="refuse_expert"),
    ),
    "act_link hand back": (
        "act_link",
        facts(**EXPERT, links={"hand_back": link("teruggeven")}, act="hand_back"),
    ),
    "evaluation_requester": ("evaluation_requester", facts(links={"evaluate": link("evaluatie")})),
    "evaluation_expert": (
        "evaluation_expert",
        facts(**EXPERT, links={"evaluate": link("evaluatie")}),
    ),
    "mail_failed": ("mail_failed", facts(**STAFF)),
    "alarm": ("alarm", facts(**STAFF, **OF_NO_CASE, trouble="een mail gaat niet op tijd weg")),
    "duty_handed_over to the next": ("duty_handed_over", facts(**STAFF, **ON_DUTY, act="taken")),
    "duty_handed_over to the former": ("duty_handed_over", facts(**STAFF, **ON_DUTY, act="given")),
    "suggestion": ("suggestion", facts(**STAFF)),
    "partner_consent_asked": ("partner_consent_asked", facts(**PARTNER, **CONSENT)),
    "partner_consent_asked, one expert": (
        "partner_consent_asked",
        facts(**PARTNER, **CONSENT | {"experts_asked": 1}),
    ),
    "partner_consent_reminder": ("partner_consent_reminder", facts(**PARTNER, **CONSENT)),
    "partner_consent_answered, yes": (
        "partner_consent_answered",
        facts(**STAFF, partner="NGB", reason="agreed"),
    ),
    "partner_consent_answered, no": (
        "partner_consent_answered",
        facts(**STAFF, partner="NGB", reason="refused"),
    ),
    "partner_consent_answered, not reached": (
        "partner_consent_answered",
        facts(**STAFF, partner="NGB", reason="undeliverable"),
    ),
    "partner_consent_ended": ("partner_consent_ended", facts(**PARTNER)),
    "requester_refused": ("requester_refused", facts(**STAFF)),
}
