"""A service agreement as plain JSON values: how it is stored, frozen per request and edited."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from service.domain.agreement_rules import agreement_problems
from service.domain.calendar_json import as_window, calendar_json, read_calendars, window_json
from service.domain.json_reading import (
    JsonReading,
    as_bool,
    as_int,
    as_minutes,
    as_number,
    as_text,
    as_text_or_none,
)
from service.domain.opening_hours import Window
from service.domain.service_agreement import (
    DEFAULT_QUIET_HOURS,
    EscalationStep,
    Level,
    ServiceAgreement,
    Term,
    Terms,
    Unit,
)
from service.domain.step import Step
from service.domain.time_errors import InvalidAgreement
from service.domain.urgency import Urgency

_MINUTE = timedelta(minutes=1)


def to_json(agreement: ServiceAgreement) -> dict[str, Any]:
    """Give the agreement as a dict of JSON values; `from_json` gives an equal agreement."""
    quiet = agreement.quiet_hours
    return {
        "version": agreement.version,
        "name": agreement.name,
        "working_day_minutes": agreement.working_day // _MINUTE,
        "warn_fraction": agreement.warn_fraction,
        "good_friday_closed": agreement.good_friday_closed,
        "liberation_day": agreement.liberation_day,
        "extra_closed_days": [day.isoformat() for day in agreement.extra_closed_days],
        "quiet_hours": window_json(quiet) if quiet else None,
        "calendars": {name: calendar_json(one) for name, one in agreement.calendars.items()},
        "partners": dict(agreement.partners),
        "terms": _terms_json(agreement.terms),
        "partner_terms": {
            partner: _terms_json(terms) for partner, terms in agreement.partner_terms.items()
        },
        "escalation": [
            {
                "level": step.level.value,
                "share": step.share,
                "at_least_minutes": step.at_least // _MINUTE,
            }
            for step in agreement.escalation
        ],
    }


def from_json(data: object) -> ServiceAgreement:
    """Give the agreement that the JSON values describe, where it keeps all rules.

    Raises InvalidAgreement with the place and the reason, in Dutch, of all that is wrong.
    """
    agreement = from_stored(data)
    if problems := agreement_problems(agreement):
        raise InvalidAgreement(problems)
    return agreement


def from_stored(data: object) -> ServiceAgreement:
    """Give an agreement that was stored or frozen: it kept the rules of its time.

    Quiet hours and terms of partners may be left out, as in agreements that were frozen before
    these existed: then the default hours hold. Raises InvalidAgreement for what cannot be read.
    """
    reading = JsonReading()
    agreement = _agreement(reading, data)
    if reading.problems:
        raise InvalidAgreement(tuple(reading.problems))
    return agreement


def _agreement(reading: JsonReading, data: object) -> ServiceAgreement:
    fields = reading.fields("agreement", data)
    get = fields.get
    return ServiceAgreement(
        version=reading.value("version", get("version"), as_int, 0),
        name=reading.value("name", get("name"), as_text, ""),
        terms=_terms(reading, "terms", get("terms")),
        calendars=read_calendars(reading, get("calendars")),
        partners={
            partner: reading.value(place, name, as_text_or_none, None)
            for place, partner, name in reading.entries("partners", get("partners"))
        },
        escalation=_escalation(reading, get("escalation")),
        working_day=reading.value(
            "working_day_minutes", get("working_day_minutes"), as_minutes, timedelta(0)
        ),
        warn_fraction=reading.value("warn_fraction", get("warn_fraction"), as_number, 0.0),
        good_friday_closed=reading.value(
            "good_friday_closed", get("good_friday_closed"), as_bool, False
        ),
        liberation_day=reading.value("liberation_day", get("liberation_day"), as_text, ""),
        extra_closed_days=tuple(
            reading.value(place, day, date.fromisoformat, date.min)
            for place, day in reading.items("extra_closed_days", get("extra_closed_days"))
        ),
        quiet_hours=_quiet_hours(reading, fields),
        partner_terms={
            partner: _terms(reading, place, terms)
            for place, partner, terms in reading.entries("partner_terms", get("partner_terms", {}))
        },
    )


def _quiet_hours(reading: JsonReading, fields: Mapping[str, Any]) -> Window | None:
    if "quiet_hours" not in fields:
        return DEFAULT_QUIET_HOURS
    hours = fields["quiet_hours"]
    return None if hours is None else reading.value("quiet_hours", hours, as_window, None)


def _terms(reading: JsonReading, above: str, data: object) -> dict[Urgency, dict[Step, Term]]:
    terms: dict[Urgency, dict[Step, Term]] = {}
    for place, name, steps in reading.entries(above, data):
        urgency = reading.value(place, name, Urgency, Urgency.U1)
        terms[urgency] = {
            reading.value(below, step, Step, Step.RECEIPT): _term(reading, below, term)
            for below, step, term in reading.entries(place, steps)
        }
    return terms


def _term(reading: JsonReading, place: str, data: object) -> Term:
    fields = reading.fields(place, data)
    return Term(
        reading.value(f"{place}.amount", fields.get("amount"), as_int, 0),
        reading.value(f"{place}.unit", fields.get("unit"), Unit, Unit.HOUR),
        reading.value(f"{place}.calendar", fields.get("calendar"), as_text, ""),
    )


def _escalation(reading: JsonReading, data: object) -> tuple[EscalationStep, ...]:
    steps = []
    for place, value in reading.items("escalation", data):
        fields = reading.fields(place, value)
        level = reading.value(f"{place}.level", fields.get("level"), Level, Level.OWNER)
        share = reading.value(f"{place}.share", fields.get("share"), as_number, 0.0)
        at_least = reading.value(
            f"{place}.at_least_minutes", fields.get("at_least_minutes"), as_minutes, timedelta(0)
        )
        steps.append(EscalationStep(level, share, at_least))
    return tuple(steps)


def _terms_json(terms: Terms) -> dict[str, Any]:
    return {
        urgency.value: {
            step.value: {
                "amount": term.amount,
                "unit": term.unit.value,
                "calendar": term.calendar,
            }
            for step, term in steps.items()
        }
        for urgency, steps in terms.items()
    }
