"""Invented facts for each kind of mail, and each case that it knows, to look at its words."""

from collections.abc import Mapping
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
    ToldCase,
)

# Tuesday 24 November 2026, 14:30 in Amsterdam.
AT = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
LINK_END = "voorbeeld-van-een-link"

_COMMON = MailFacts(
    to_name="Adviseur Een",
    to_address="adviseur@zeist.example",
    audience="requester",
    bureau=Bureau("Bureau Voorbeeld", "000-0000001", "schakel@bureau.example"),
    reference="SK-7KD-4TQ9",
    urgency="U2 – spoed",
    case_url="https://schakel.example/bureau/aanvragen/SK-7KD-4TQ9",
    privacy_url="https://schakel.example/privacy",
)
_PERSON = Person("Deskundige 017", "Adviseur", "NGB", "d017@partner.example", "000-1000017")


def _link(path: str) -> Link:
    return Link(f"https://schakel.example/{path}/{LINK_END}", AT)


def _appointment(*, cancelled: bool = False) -> Appointment:
    return Appointment("assignment-12", 1 if cancelled else 0, AT, cancelled)


def _facts(**changes: Any) -> MailFacts:
    return replace(_COMMON, **changes)


_STAFF = {
    "audience": "staff",
    "privacy_url": "",
    "to_name": "Coördinator",
    "to_address": "co@bureau.example",
}
_EXPERT = {"audience": "expert", "to_name": "Deskundige 017", "to_address": "d017@partner.example"}
_PARTNER = {
    "audience": "partner",
    "to_name": "Partnercontact",
    "to_address": "contact@partner.example",
    "partner": "NGB",
}
_CONSENT = {"links": {"partner_consent": _link("akkoord")}, "answer_by": AT, "experts_asked": 3}
_STATUS = {"links": {"status": _link("status")}}
_ANSWER = {"links": {"answer": _link("uitnodiging")}, "answer_by": AT, "support": ("sparren",)}
_CONTACT = {"first_contact_at": AT, "appointment": _appointment()}
_CANCELLED = {"first_contact_at": AT, "appointment": _appointment(cancelled=True)}
_OF_NO_CASE = {
    "reference": "",
    "urgency": "",
    "case_url": "https://schakel.example/bureau/meldingen",
}
_ON_DUTY = {**_OF_NO_CASE, "colleague": "Achterwacht", "from_at": AT, "until": AT}
_SET_UP = {**_OF_NO_CASE, "links": {"set_up": _link("inloggen")}}
_LATE = {"step": PlannedStep("eerste voorstel", AT)}
_PLANNED = {
    "planned": (
        PlannedStep(Step.ACKNOWLEDGEMENT.promise, AT),
        PlannedStep(Step.FIRST_CONTACT.promise, AT),
    )
}

Sample = tuple[str, MailFacts]
"""A kind of mail and its facts."""

SAMPLES: Mapping[str, Sample] = {
    "receipt": ("receipt", _facts(**_STATUS, **_PLANNED)),
    "receipt of a held request": ("receipt", _facts(**_STATUS, **_PLANNED, held=True)),
    "receipt when no clock runs": ("receipt", _facts(**_STATUS)),
    "duty_alert": ("duty_alert", _facts(**_STAFF)),
    "receipt while nobody is on duty": (
        "receipt",
        _facts(**_STATUS, **_PLANNED, nobody_on_duty=True),
    ),
    "receipt without a mandate": ("receipt", _facts(**_STATUS, held=True, reason="no_mandate")),
    "question": ("question", _facts(**_STATUS)),
    "information_added": ("information_added", _facts(**_STAFF)),
    "invitation": ("invitation", _facts(**_EXPERT, **_ANSWER)),
    "invitation_reminder": ("invitation_reminder", _facts(**_EXPERT, **_ANSWER)),
    "answer_extended": ("answer_extended", _facts(**_EXPERT, **_ANSWER)),
    "answer_later": ("answer_later", _facts(**_STATUS, answer_by=AT)),
    "answer_undone, a yes": (
        "answer_undone",
        _facts(**_EXPERT, **_ANSWER, **_CANCELLED, reason="accepted"),
    ),
    "answer_undone, a yes after the contact": (
        "answer_undone",
        _facts(**_EXPERT, **_ANSWER, reason="accepted"),
    ),
    "answer_undone, a no": ("answer_undone", _facts(**_EXPERT, **_ANSWER, reason="declined")),
    "acceptance_undone": ("acceptance_undone", _facts(**_STATUS, **_CANCELLED, expert=_PERSON)),
    "acceptance_undone after the contact": (
        "acceptance_undone",
        _facts(**_STATUS, expert=_PERSON),
    ),
    "question_reminder": ("question_reminder", _facts(**_STATUS)),
    "requester_silent": ("requester_silent", _facts(**_STAFF)),
    "stand_down filled": ("stand_down", _facts(**_EXPERT, reason="filled")),
    "stand_down withdrawn": ("stand_down", _facts(**_EXPERT, reason="withdrawn")),
    "stand_down request ended": ("stand_down", _facts(**_EXPERT, reason="request_ended")),
    "stand_down of an assignment": (
        "stand_down",
        _facts(**_EXPERT, **_CANCELLED, reason="assignment_ended"),
    ),
    "stand_down after the contact": ("stand_down", _facts(**_EXPERT, reason="assignment_ended")),
    "accepted_requester": (
        "accepted_requester",
        _facts(
            links={"refuse_expert": _link("afwijzen"), "status": _link("status")},
            expert=_PERSON,
            **_CONTACT,
        ),
    ),
    "accepted_requester, refusal used": (
        "accepted_requester",
        _facts(**_STATUS, expert=_PERSON, **_CONTACT),
    ),
    "accepted_expert": (
        "accepted_expert",
        _facts(
            **_EXPERT,
            links={"assignment": _link("opdracht"), "hand_back": _link("teruggeven")},
            requester=replace(_PERSON, name="Adviseur Een", organisation="Zeist"),
            **_CONTACT,
        ),
    ),
    "refused_expert": ("refused_expert", _facts(**_EXPERT, **_CANCELLED)),
    "handed_back": ("handed_back", _facts(**_STATUS, **_CANCELLED, expert=_PERSON)),
    "handed_back after the contact": ("handed_back", _facts(**_STATUS, expert=_PERSON)),
    "handed_back to the expert": ("handed_back", _facts(**_EXPERT, **_CANCELLED, expert=_PERSON)),
    "handed_back to the expert after the contact": (
        "handed_back",
        _facts(**_EXPERT, expert=_PERSON),
    ),
    "handed_back to staff": ("handed_back", _facts(**_STAFF, expert=_PERSON)),
    "deadline_warning": ("deadline_warning", _facts(**_STAFF, **_LATE, level="owner")),
    "deadline_breach": ("deadline_breach", _facts(**_STAFF, **_LATE, level="owner")),
    "deadline_breach to deputy": ("deadline_breach", _facts(**_STAFF, **_LATE, level="deputy")),
    "deadline_breach to manager": (
        "deadline_breach",
        _facts(**_STAFF, **_LATE, level="programme_manager", opens_case=False),
    ),
    "deadline_breach to coordinator for manager": (
        "deadline_breach",
        _facts(**_STAFF, **_LATE, level="programme_manager"),
    ),
    "list_low": ("list_low", _facts(**_STAFF)),
    "list_exhausted": ("list_exhausted", _facts(**_STAFF)),
    "not_possible": ("not_possible", _facts(**_STAFF)),
    "appointment_cancelled": ("appointment_cancelled", _facts(**_CANCELLED)),
    "appointment_cancelled after the contact": ("appointment_cancelled", _facts()),
    "appointment_cancelled, another expert": (
        "appointment_cancelled",
        _facts(**_CANCELLED, act="refused"),
    ),
    "request_closed": ("request_closed", _facts()),
    "referred_on": ("referred_on", _facts(referral=Referral("NGB-piket", "000-1", ""))),
    "referred_on without a number": ("referred_on", _facts(referral=Referral("ESS", "", ""))),
    "no_match": ("no_match", _facts()),
    "request_withdrawn": ("request_withdrawn", _facts()),
    "request_withdrawn to staff": ("request_withdrawn", _facts(**_STAFF)),
    "act_link withdraw": (
        "act_link",
        _facts(links={"withdraw": _link("intrekken")}, act="withdraw"),
    ),
    "act_link reopen": ("act_link", _facts(links={"reopen": _link("heropenen")}, act="reopen")),
    "act_link refuse": (
        "act_link",
        _facts(links={"refuse_expert": _link("afwijzen")}, act="refuse_expert"),
    ),
    "act_link hand back": (
        "act_link",
        _facts(**_EXPERT, links={"hand_back": _link("teruggeven")}, act="hand_back"),
    ),
    "evaluation_requester": (
        "evaluation_requester",
        _facts(links={"evaluate": _link("evaluatie")}),
    ),
    "evaluation_expert": (
        "evaluation_expert",
        _facts(**_EXPERT, links={"evaluate": _link("evaluatie")}),
    ),
    "mail_failed": ("mail_failed", _facts(**_STAFF)),
    "alarm": ("alarm", _facts(**_STAFF, **_OF_NO_CASE, trouble="een mail gaat niet op tijd weg")),
    "account_link invited": ("account_link", _facts(**_STAFF, **_SET_UP, act="invited")),
    "account_link forgotten": ("account_link", _facts(**_STAFF, **_SET_UP, act="forgotten")),
    "account_link reset": ("account_link", _facts(**_STAFF, **_SET_UP, act="reset")),
    "address_change confirm": (
        "address_change",
        _facts(**_STAFF, **_OF_NO_CASE, links={"address": _link("nieuw-adres")}, act="confirm"),
    ),
    "address_change asked": ("address_change", _facts(**_STAFF, **_OF_NO_CASE, act="asked")),
    "address_change changed": ("address_change", _facts(**_STAFF, **_OF_NO_CASE, act="changed")),
    "alert_summary": (
        "alert_summary",
        _facts(
            **_STAFF,
            **_OF_NO_CASE | {"case_url": "https://schakel.example/bureau"},
            alerts=24,
            told=(ToldCase("SK-3WZ-8PV2", "U1 – acuut"), ToldCase("SK-9HB-2RM4", "U3 – verhoogd")),
        ),
    ),
    "duty_handed_over to the next": ("duty_handed_over", _facts(**_STAFF, **_ON_DUTY, act="taken")),
    "duty_handed_over to the former": (
        "duty_handed_over",
        _facts(**_STAFF, **_ON_DUTY, act="given"),
    ),
    "suggestion": ("suggestion", _facts(**_STAFF)),
    "partner_consent_asked": ("partner_consent_asked", _facts(**_PARTNER, **_CONSENT)),
    "partner_consent_asked, one expert": (
        "partner_consent_asked",
        _facts(**_PARTNER, **_CONSENT | {"experts_asked": 1}),
    ),
    "partner_consent_reminder": ("partner_consent_reminder", _facts(**_PARTNER, **_CONSENT)),
    "partner_consent_answered, yes": (
        "partner_consent_answered",
        _facts(**_STAFF, partner="NGB", reason="agreed"),
    ),
    "partner_consent_answered, no": (
        "partner_consent_answered",
        _facts(**_STAFF, partner="NGB", reason="refused"),
    ),
    "partner_consent_answered, not reached": (
        "partner_consent_answered",
        _facts(**_STAFF, partner="NGB", reason="undeliverable"),
    ),
    "partner_consent_ended": ("partner_consent_ended", _facts(**_PARTNER)),
    "requester_refused": ("requester_refused", _facts(**_STAFF)),
}
