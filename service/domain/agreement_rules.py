"""What makes a service agreement unusable: each problem with its place and reason."""

from collections.abc import Iterator
from datetime import timedelta

from service.domain.language import gettext as _
from service.domain.service_agreement import ServiceAgreement, Term
from service.domain.step import OF_THE_PARTNER, Step
from service.domain.time_errors import Problem
from service.domain.urgency import Urgency

LONGEST = {"min": 527_040, "u": 8_784, "wd": 366, "d": 366, "wk": 52}
LIBERATION_DAY = ("lustrum", "always", "never")


def agreement_problems(agreement: ServiceAgreement) -> tuple[Problem, ...]:
    """Give everything that is wrong with the agreement; empty when it can be used."""
    return (
        *_term_problems(agreement),
        *_calendar_problems(agreement),
        *_partner_problems(agreement),
        *_number_problems(agreement),
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
    if term.amount > LONGEST[term.unit]:
        yield Problem(f"{place}.amount", _("De tijd is langer dan een jaar."))
    if term.calendar not in agreement.calendars:
        yield Problem(f"{place}.calendar", _unknown(term.calendar))


def _calendar_problems(agreement: ServiceAgreement) -> Iterator[Problem]:
    for name, calendar in agreement.calendars.items():
        if not calendar.ever_open:
            yield Problem(f"calendars.{name}", _("Deze kalender is nooit open."))


def _partner_problems(agreement: ServiceAgreement) -> Iterator[Problem]:
    used = {
        terms[step].calendar
        for terms in agreement.terms.values()
        for step in OF_THE_PARTNER
        if step in terms
    }
    for partner, name in agreement.partners.items():
        if name is None:
            continue
        if name not in agreement.calendars:
            yield Problem(f"partners.{partner}", _unknown(name))
            continue
        for other in sorted(used & agreement.calendars.keys()):
            if not agreement.calendars[other].intersect(agreement.calendars[name]).ever_open:
                reason = _('Deze kalender is nooit tegelijk open met "%(name)s".')
                yield Problem(f"partners.{partner}", reason % {"name": other})


def _number_problems(agreement: ServiceAgreement) -> Iterator[Problem]:
    if not timedelta(0) < agreement.working_day <= timedelta(hours=24):
        reason = _("Een werkdag duurt meer dan 0 en ten hoogste 24 uur.")
        yield Problem("working_day_minutes", reason)
    if not 0 < agreement.warn_fraction < 1:
        yield Problem("warn_fraction", _("Kies een deel tussen 0 en 1."))
    if agreement.liberation_day not in LIBERATION_DAY:
        yield Problem("liberation_day", _("Kies lustrum, always of never."))


def _escalation_problems(agreement: ServiceAgreement) -> Iterator[Problem]:
    steps = agreement.escalation
    for number, step in enumerate(steps):
        place = f"escalation.{number}"
        if not 0 <= step.share <= 10:
            yield Problem(f"{place}.share", _("Kies een deel tussen 0 en 10."))
        if not timedelta(0) <= step.at_least <= timedelta(days=31):
            reason = _("Kies een tijd van 0 minuten tot en met 31 dagen.")
            yield Problem(f"{place}.at_least_minutes", reason)
        earlier = steps[number - 1] if number else step
        if (step.share, step.at_least) < (earlier.share, earlier.at_least):
            yield Problem(place, _("Deze stap komt eerder dan de stap ervoor."))
        if step.level in [other.level for other in steps[:number]]:
            yield Problem(f"{place}.level", _("Deze persoon staat er al."))


def _unknown(calendar: str) -> str:
    return _('De kalender "%(name)s" bestaat niet.') % {"name": calendar}
