"""The sample facts under short names, and what stands in them."""

from dataclasses import replace
from typing import Any

from service.mail import sample_facts
from service.mail.facts import Appointment, MailFacts, Person

AT = sample_facts.AT
AT_IN_WORDS = "dinsdag 24 november om 14.30 uur"
TOKEN = sample_facts.LINK_END
CASES = sample_facts.SAMPLES
COMMON = CASES["no_match"][1]
PHONE = COMMON.bureau.phone
PERSON = Person("Deskundige 017", "Adviseur", "NGB", "d017@partner.example", "000-1000017")


def appointment(cancelled: bool = False) -> Appointment:
    return Appointment("assignment-12", 1 if cancelled else 0, AT, cancelled)


def facts(**changes: Any) -> MailFacts:
    return replace(COMMON, **changes)


def invitation(**changes: Any) -> MailFacts:
    return replace(CASES["invitation"][1], **changes)
