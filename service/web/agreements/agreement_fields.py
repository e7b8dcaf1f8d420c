"""An agreement as the fields of its form; a field is named after its place in the agreement."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from service.domain.agreement_words import windows_text
from service.domain.calendar_json import WEEKDAYS
from service.domain.opening_hours import Calendar
from service.domain.service_agreement import Level, ServiceAgreement, Term, Terms

ESCALATION_LEVELS = (Level.OWNER, Level.DEPUTY, Level.PROGRAMME_MANAGER)
_MINUTE = timedelta(minutes=1)
Fields = dict[str, list[str]]


def fields_of(agreement: ServiceAgreement, partners: Iterable[str]) -> Fields:
    """Give the fields with the values of the agreement, for all partners of the registry too."""
    quiet = agreement.quiet_hours
    fields = {
        "based_on": [str(agreement.version)],
        "name": [agreement.name],
        "calendar": list(agreement.calendars),
        "partner": list(dict.fromkeys([*agreement.partners, *partners])),
        "working_day_minutes": [str(agreement.working_day // _MINUTE)],
        "warn_percent": [f"{agreement.warn_fraction * 100:g}"],
        "liberation_day": [agreement.liberation_day],
        "good_friday_closed": ["yes"] if agreement.good_friday_closed else [],
        "extra_closed_days": ["\n".join(f"{day}" for day in agreement.extra_closed_days)],
        "quiet_hours.begin": [f"{quiet[0]:%H:%M}"] if quiet else [],
        "quiet_hours.end": [f"{quiet[1]:%H:%M}"] if quiet else [],
    }
    fields |= _term_fields("terms", agreement.terms)
    for name, calendar in agreement.calendars.items():
        fields |= _calendar_fields(name, calendar)
    for partner in fields["partner"]:
        fields[f"partners.{partner}"] = [agreement.partners.get(partner) or ""]
        terms = agreement.partner_terms.get(partner, {})
        fields |= _term_fields(f"partner_terms.{partner}", terms)
    return fields | dict(_escalation_fields(agreement))


def _term_fields(above: str, terms: Terms) -> Fields:
    return {
        f"{above}.{urgency}.{step}.{part}": [value]
        for urgency, steps in terms.items()
        for step, term in steps.items()
        for part, value in _parts(term)
    }


def _parts(term: Term) -> tuple[tuple[str, str], ...]:
    return (("amount", str(term.amount)), ("unit", term.unit.value), ("calendar", term.calendar))


def _calendar_fields(name: str, calendar: Calendar) -> Fields:
    place = f"calendars.{name}"
    week = zip(WEEKDAYS, calendar.weekly, strict=True)
    fields = {f"{place}.weekly.{day}": [windows_text(windows)] for day, windows in week}
    return fields | {f"{place}.keeps_holidays": ["yes"] if calendar.keeps_holidays else []}


def _escalation_fields(agreement: ServiceAgreement) -> Iterator[tuple[str, list[str]]]:
    for step in agreement.escalation:
        place = f"escalation.{step.level}"
        yield f"{place}.told", ["yes"]
        yield f"{place}.percent", [f"{step.share * 100:g}"]
        yield f"{place}.minutes", [str(step.at_least // _MINUTE)]
