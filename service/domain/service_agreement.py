"""The agreement on response times as a value; the terms are data and can be edited."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum

from service.domain.opening_hours import ALWAYS, Calendar, Window
from service.domain.step import Step
from service.domain.urgency import Urgency


class Unit(StrEnum):
    """Unit of a term: open minutes, open hours, working days, calendar days, calendar weeks."""

    MINUTE = "min"
    HOUR = "u"
    WORKING_DAY = "wd"
    DAY = "d"
    WEEK = "wk"

    @property
    def of_the_calendar(self) -> bool:
        """Say whether it counts calendar days rather than open time."""
        return self in (Unit.DAY, Unit.WEEK)


class Level(StrEnum):
    """Whom an escalation goes to, lowest first."""

    OWNER = "owner"
    DEPUTY = "deputy"
    PROGRAMME_MANAGER = "programme_manager"


@dataclass(frozen=True)
class Term:
    """How long a step may take, and the name of the calendar in which that is counted."""

    amount: int
    unit: Unit
    calendar: str

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"


@dataclass(frozen=True)
class EscalationStep:
    """A level that is told when a further share of the original term passed after the breach."""

    level: Level
    share: float = 0.0
    at_least: timedelta = timedelta(0)


Terms = Mapping[Urgency, Mapping[Step, Term]]
DEFAULT_QUIET_HOURS: Window = (time(21), time(7))


@dataclass(frozen=True)
class ServiceAgreement:
    """One version of the agreement; it is frozen per request when that is submitted.

    `partners` names the own calendar of a partner, or None where the request's calendar
    applies; `partner_terms` holds the terms in which a partner differs, for the steps that wait
    for one. `liberation_day` is "lustrum" (closed in years divisible by five), "always" or
    "never". `quiet_hours` (begin, end on the clock of Amsterdam, mostly over midnight) are when
    mails that are not acute wait; None where there are none.
    """

    version: int
    name: str
    terms: Terms
    calendars: Mapping[str, Calendar]
    partners: Mapping[str, str | None]
    escalation: tuple[EscalationStep, ...]
    working_day: timedelta = timedelta(hours=9)
    warn_fraction: float = 0.75
    good_friday_closed: bool = False
    liberation_day: str = "lustrum"
    extra_closed_days: tuple[date, ...] = ()
    quiet_hours: Window | None = DEFAULT_QUIET_HOURS
    partner_terms: Mapping[str, Terms] = field(default_factory=dict)

    def term(self, urgency: Urgency, step: Step, partner: str | None = None) -> Term:
        """Give the term of a step; the partner's own where it has one."""
        own = self.partner_terms.get(partner, {}) if partner else {}
        return own.get(urgency, {}).get(step) or self.terms[urgency][step]

    def partner_calendar(self, partner: str | None) -> Calendar | None:
        """Give the own calendar of a partner; None where it has none."""
        name = self.partners.get(partner) if partner else None
        return self.calendars[name] if name else None


_NIGHT = time(0)
_CALENDARS = {
    "always": ALWAYS,
    "daily": Calendar.on("daily", range(7), (time(7), time(23))),
    "office": Calendar.on("office", range(5), (time(8, 30), time(17, 30)), keeps_holidays=True),
    "workdays": Calendar.on("workdays", range(5), (_NIGHT, _NIGHT), keeps_holidays=True),
}
_CALENDAR_OF = {
    Urgency.U1: "always",
    Urgency.U2: "daily",
    Urgency.U3: "office",
    Urgency.U4: "office",
}
_TERMS = {
    Step.RECEIPT: ("1 min", "1 min", "1 min", "1 min"),
    Step.ACKNOWLEDGEMENT: ("30 min", "2 u", "4 u", "1 wd"),
    Step.TRIAGE: ("1 u", "4 u", "1 wd", "2 wd"),
    Step.PROPOSAL: ("2 u", "8 u", "2 wd", "5 wd"),
    Step.PARTNER_CONSENT: ("30 min", "2 u", "4 u", "1 wd"),
    Step.EXPERT_REACTION: ("1 u", "4 u", "1 wd", "2 wd"),
    Step.FIRST_CONTACT: ("4 u", "24 u", "4 wd", "10 wd"),
    Step.CHECK_IN: ("24 u", "3 d", "2 wk", "4 wk"),
    Step.EVALUATION: ("5 wd", "5 wd", "5 wd", "5 wd"),
}
_OWN_CALENDAR = {Step.RECEIPT: "always", Step.EVALUATION: "office"}


def default_agreement() -> ServiceAgreement:
    """Give the agreement that holds until the programme makes its own."""
    return ServiceAgreement(
        version=1,
        name="Standaardafspraak",
        terms={
            urgency: {
                step: _term(texts[column], _OWN_CALENDAR.get(step, _CALENDAR_OF[urgency]))
                for step, texts in _TERMS.items()
            }
            for column, urgency in enumerate(Urgency)
        },
        calendars=_CALENDARS,
        partners={"ngb": None, "omo": "workdays", "politieacademie": None},
        escalation=(
            EscalationStep(Level.DEPUTY),
            EscalationStep(Level.PROGRAMME_MANAGER, 0.5, timedelta(minutes=30)),
        ),
    )


def _term(text: str, calendar: str) -> Term:
    amount, unit = text.split()
    return Term(int(amount), Unit(unit), calendar)
