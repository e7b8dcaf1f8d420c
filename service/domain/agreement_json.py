"""A service agreement as plain JSON values: how it is frozen per request and edited."""

from datetime import date, time, timedelta
from typing import Any

from service.domain.agreement_rules import agreement_problems
from service.domain.json_reading import (
    JsonReading,
    as_bool,
    as_int,
    as_list,
    as_minutes,
    as_number,
    as_text,
    as_text_or_none,
)
from service.domain.opening_hours import Calendar, Window
from service.domain.service_agreement import EscalationStep, Level, ServiceAgreement, Term, Unit
from service.domain.step import Step
from service.domain.time_errors import InvalidAgreement
from service.domain.urgency import Urgency

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MINUTE = timedelta(minutes=1)


def to_json(agreement: ServiceAgreement) -> dict[str, Any]:
    """Give the agreement as a dict of JSON values; `from_json` gives an equal agreement."""
    return {
        "version": agreement.version,
        "name": agreement.name,
        "working_day_minutes": agreement.working_day // _MINUTE,
        "warn_fraction": agreement.warn_fraction,
        "good_friday_closed": agreement.good_friday_closed,
        "liberation_day": agreement.liberation_day,
        "extra_closed_days": [day.isoformat() for day in agreement.extra_closed_days],
        "calendars": {name: _calendar_json(one) for name, one in agreement.calendars.items()},
        "partners": dict(agreement.partners),
        "terms": {
            urgency.value: {step.value: _term_json(term) for step, term in terms.items()}
            for urgency, terms in agreement.terms.items()
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
    """Give the agreement that the JSON values describe.

    Raises InvalidAgreement with the place and the reason, in Dutch, of all that is wrong.
    """
    reading = JsonReading()
    agreement = _agreement(reading, data)
    problems = tuple(reading.problems) or agreement_problems(agreement)
    if problems:
        raise InvalidAgreement(problems)
    return agreement


def _agreement(reading: JsonReading, data: object) -> ServiceAgreement:
    fields = reading.fields("agreement", data)
    get = fields.get
    return ServiceAgreement(
        version=reading.value("version", get("version"), as_int, 0),
        name=reading.value("name", get("name"), as_text, ""),
        terms=_terms(reading, get("terms")),
        calendars=_calendars(reading, get("calendars")),
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
    )


def _terms(reading: JsonReading, data: object) -> dict[Urgency, dict[Step, Term]]:
    terms: dict[Urgency, dict[Step, Term]] = {}
    for place, name, steps in reading.entries("terms", data):
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


def _calendars(reading: JsonReading, data: object) -> dict[str, Calendar]:
    calendars: dict[str, Calendar] = {}
    for place, name, value in reading.entries("calendars", data):
        fields = reading.fields(place, value)
        keeps = reading.value(
            f"{place}.keeps_holidays", fields.get("keeps_holidays"), as_bool, False
        )
        days: dict[str, tuple[Window, ...]] = {}
        for below, weekday, windows in reading.entries(f"{place}.weekly", fields.get("weekly")):
            day = reading.value(below, weekday, _as_weekday, "")
            days[day] = reading.value(below, windows, _as_windows, ())
        weekly = tuple(days.get(weekday, ()) for weekday in WEEKDAYS)
        calendars[name] = Calendar(name, weekly, keeps)
    return calendars


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


def _term_json(term: Term) -> dict[str, Any]:
    return {"amount": term.amount, "unit": term.unit.value, "calendar": term.calendar}


def _calendar_json(calendar: Calendar) -> dict[str, Any]:
    return {
        "keeps_holidays": calendar.keeps_holidays,
        "weekly": {
            weekday: [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in windows]
            for weekday, windows in zip(WEEKDAYS, calendar.weekly, strict=True)
        },
    }


def _as_weekday(value: object) -> str:
    if value not in WEEKDAYS:
        raise ValueError
    return str(value)


def _as_windows(value: object) -> tuple[Window, ...]:
    return tuple((_as_time(opens), _as_time(closes)) for opens, closes in as_list(value))


def _as_time(value: object) -> time:
    at = time.fromisoformat(as_text(value))
    if at.tzinfo is not None or at.second or at.microsecond:
        raise ValueError
    return at
