"""What the placeholders of a mail become: the facts in Dutch words."""

from collections.abc import Mapping
from datetime import datetime

from babel.dates import format_datetime

from service.domain.opening_hours import AMSTERDAM
from service.mail.facts import MailFacts


def moment(at: datetime) -> str:
    """Give a moment in Dutch words on the clock of Amsterdam.

    For example: dinsdag 24 november om 14.30 uur.
    """
    return format_datetime(at, "EEEE d MMMM 'om' HH.mm 'uur'", tzinfo=AMSTERDAM, locale="nl")


def placeholder_values(facts: MailFacts) -> dict[str, str]:
    """Give the placeholders that these facts can fill, and nothing for the others."""
    values = {
        "bureau": facts.bureau.name,
        "telefoon": facts.bureau.phone,
        "nummer": facts.reference,
        "urgentie": facts.urgency,
        "hulp": ", ".join(facts.support),
        "partner": facts.partner,
        "aantal": str(facts.experts_asked or ""),
        "meldingen": str(facts.alerts or ""),
        "collega": facts.colleague,
        "probleem": facts.trouble,
        "deskundige": facts.expert.name if facts.expert else "",
        "stap": facts.step.label if facts.step else "",
    }
    values |= {name: moment(at) for name, at in _moments(facts).items() if at is not None}
    return {name: value for name, value in values.items() if value}


def _moments(facts: MailFacts) -> Mapping[str, datetime | None]:
    only_link = next(iter(facts.links.values())) if len(facts.links) == 1 else None
    return {
        "antwoord_uiterlijk": facts.answer_by,
        "reactie_uiterlijk": facts.planned[0].due_at if facts.planned else None,
        "eerste_contact": facts.first_contact_at,
        "link_werkt_tot": only_link.until if only_link else None,
        "klaar_uiterlijk": facts.step.due_at if facts.step else None,
        "dienst_tot": facts.until,
    }
