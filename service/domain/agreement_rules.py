"""What makes a service agreement unusable: each problem with its place and reason."""

from collections.abc import Iterator
from datetime import timedelta

from service.domain.calendar_rules import calendar_problems
from service.domain.language import gettext as _
from service.domain.opening_hours import Calendar
from service.domain.service_agreement import Level, ServiceAgreement, Term, Unit
from service.domain.step import OF_THE_PARTNER, Step
from service.domain.time_errors import Problem
from service.domain.urgency import Urgency

LONGEST = {"min": 527_040, "u": 8_784, "wd": 366, "d": 366, "wk": 52}
LONGEST_WEEKS = 105
LIBERATION_DAY = ("lustrum", "always", "never")
LONGEST_NAME = 80
MOST_CLOSED_DAYS = 400
YEARS = range(2000, 2100)
_LEVELS = tuple(Level)


def agreement_problems(agreement: ServiceAgreement) -> tuple[Problem, ...]:
    """Give everything that is wrong with the agreement; empty when it can be used."""
    return (
        *_term_problems(agreement),
        *calendar_problems(agreement.calendars),
        *_partner_problems(agreement),
        *_number_problems(agreement),
        *_closed_day_problems(agreement),
        *_escalation_problems(agreement),
    )


def _term_problems(agreement: ServiceAgreement) -> Iterator[Problem]:
    for urgency in Urgency:
        terms = agreement.terms.get(urgency, {})
        for step in Step:
            place = f"terms.{urgency}.{step}"
            if step in terms:
                yield from _problems_of_term(place, terms[step], agreement)
            else:
                yield Problem(place, _("Deze termijn ontbreekt."))


def _problems_of_term(place: str, term: Term, agreement: ServiceAgreement) -> Iterator[Problem]:
    if term.amount <= 0:
        yield Problem(f"{place}.amount", _("De tijd moet meer dan nul zijn."))
    elif term.amount > LONGEST[term.unit]:
        yield Problem(f"{place}.amount", _("De tijd is langer dan een jaar."))
    elif term.calendar not in agreement.calendars:
        yield Problem(f"{place}.calendar", _unknown(term.calendar))
    elif _weeks(term, agreement.calendars[term.calendar], agreement) > LONGEST_WEEKS:
        yield Problem(f"{place}.amount", _too_little_open())


def _weeks(term: Term, calendar: Calendar, agreement: ServiceAgreement) -> float:
    """How many weeks of the calendar the term fills; none where the calendar never opens."""
    units = {
        Unit.MINUTE: timedelta(minutes=1),
        Unit.HOUR: timedelta(hours=1),
        Unit.WORKING_DAY: agreement.working_day,
    }
    if term.unit not in units or not calendar.ever_open:
        return 0
    return term.amount * units[term.unit] / calendar.open_per_week


def _partner_problems(agreement: ServiceAgreement) -> Iterator[Problem]:
    for partner, name in agreement.partners.items():
        if name is not None and name not in agreement.calendars:
            yield Problem(f"partners.{partner}", _unknown(name))
        else:
            yield from _hours_problems(agreement, partner)
    for partner, terms in agreement.partner_terms.items():
        place = f"partner_terms.{partner}"
        if partner not in agreement.partners:
            yield Problem(place, _("Deze partner staat niet in de afspraak."))
        for urgency, steps in terms.items():
            for step, term in steps.items():
                yield from _problems_of_own_term(f"{place}.{urgency}.{step}", step, term, agreement)


def _problems_of_own_term(
    place: str, step: Step, term: Term, agreement: ServiceAgreement
) -> Iterator[Problem]:
    if step not in OF_THE_PARTNER:
        yield Problem(place, _("Voor deze stap kan een partner geen eigen termijn hebben."))
    yield from _problems_of_term(place, term, agreement)


def _hours_problems(agreement: ServiceAgreement, partner: str) -> Iterator[Problem]:
    """A partner's own hours must leave enough time for the steps that wait for that partner."""
    place, own_hours = f"partners.{partner}", agreement.partner_calendar(partner)
    if own_hours is None:
        return
    terms: dict[str, list[Term]] = {}
    for urgency, steps in agreement.terms.items():
        for step in OF_THE_PARTNER & steps.keys():
            term = agreement.term(urgency, step, partner)
            terms.setdefault(term.calendar, []).append(term)
    for name in sorted(terms.keys() & agreement.calendars.keys()):
        both = agreement.calendars[name].intersect(own_hours)
        if not both.ever_open:
            reason = _('Deze kalender is nooit tegelijk open met "%(name)s".')
            yield Problem(place, reason % {"name": name})
        elif max(_weeks(term, both, agreement) for term in terms[name]) > LONGEST_WEEKS:
            yield Problem(place, _too_little_open())


def _number_problems(agreement: ServiceAgreement) -> Iterator[Problem]:
    if len(agreement.name) > LONGEST_NAME:
        reason = _("Maak de naam korter: ten hoogste %(most)s tekens.")
        yield Problem("name", reason % {"most": LONGEST_NAME})
    if agreement.version < 1:
        yield Problem("version", _("Het nummer van een versie is 1 of meer."))
    if not timedelta(0) < agreement.working_day <= timedelta(hours=24):
        reason = _("Een werkdag duurt meer dan 0 en ten hoogste 24 uur.")
        yield Problem("working_day_minutes", reason)
    if not 0 < agreement.warn_fraction < 1:
        yield Problem("warn_fraction", _("Kies een deel tussen 0 en 1."))
    if agreement.liberation_day not in LIBERATION_DAY:
        yield Problem("liberation_day", _("Kies lustrum, always of never."))
    if agreement.quiet_hours and agreement.quiet_hours[0] == agreement.quiet_hours[1]:
        reason = _("Begin en einde zijn gelijk. Laat ze leeg als er geen stille uren zijn.")
        yield Problem("quiet_hours", reason)


def _closed_day_problems(agreement: ServiceAgreement) -> Iterator[Problem]:
    days = agreement.extra_closed_days
    if len(days) > MOST_CLOSED_DAYS:
        reason = _("Dit zijn te veel dagen: ten hoogste %(most)s.") % {"most": MOST_CLOSED_DAYS}
        yield Problem("extra_closed_days", reason)
        return
    for number, day in enumerate(days):
        place = f"extra_closed_days.{number}"
        if day.year not in YEARS:
            yield Problem(place, _("Kies een jaar van 2000 tot en met 2099."))
        if day in days[:number]:
            yield Problem(place, _("Deze dag staat er al."))


def _escalation_problems(agreement: ServiceAgreement) -> Iterator[Problem]:
    steps = agreement.escalation
    if not steps:
        yield Problem("escalation", _("Kies ten minste één persoon die van te laat hoort."))
    for number, step in enumerate(steps):
        place = f"escalation.{number}"
        if not 0 <= step.share <= 10:
            yield Problem(f"{place}.share", _("Kies een deel tussen 0 en 10."))
        if not timedelta(0) <= step.at_least <= timedelta(days=31):
            reason = _("Kies een tijd van 0 minuten tot en met 31 dagen.")
            yield Problem(f"{place}.at_least_minutes", reason)
        earlier = steps[number - 1] if number else step
        # The later of the two counts, so on some term the smaller one would come first.
        if step.share < earlier.share or step.at_least < earlier.at_least:
            yield Problem(place, _("Deze stap komt eerder dan de stap ervoor."))
        if _LEVELS.index(step.level) < _LEVELS.index(earlier.level):
            yield Problem(f"{place}.level", _("Deze persoon moet het eerder horen."))
        if step.level in [other.level for other in steps[:number]]:
            yield Problem(f"{place}.level", _("Deze persoon staat er al."))


def _unknown(calendar: str) -> str:
    return _('De kalender "%(name)s" bestaat niet.') % {"name": calendar}


def _too_little_open() -> str:
    return _("Op deze kalender duurt dit langer dan twee jaar: die is te weinig open.")
