"""What differs between two versions of the agreement, in sentences a user reads."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import TypeVar

from service.domain.agreement_words import (
    calendar_label,
    length_text,
    level_label,
    liberation_day_label,
    opening_text,
    term_on_calendar,
    windows_text,
)
from service.domain.language import gettext as _
from service.domain.opening_hours import Calendar
from service.domain.service_agreement import EscalationStep, ServiceAgreement, Terms
from service.domain.step import Step
from service.domain.urgency import Urgency

Part = TypeVar("Part")
NOTHING = "–"


def differences(
    old: ServiceAgreement, new: ServiceAgreement, names: Mapping[str, str] | None = None
) -> list[str]:
    """Give one line per change, old → new; empty where only the number or name differs.

    `names` gives the name of each partner; one that it lacks is called by its id.
    """
    return [
        *_term_changes("", old.terms, new.terms),
        *_calendar_changes(old.calendars, new.calendars),
        *_partner_changes(old, new, names or {}),
        *_other_changes(old, new),
        *_closed_day_changes(old, new),
    ]


def _term_changes(who: str, old: Terms, new: Terms) -> Iterator[str]:
    for urgency in Urgency:
        before, after = old.get(urgency, {}), new.get(urgency, {})
        for step in Step:
            one, other = before.get(step), after.get(step)
            if one != other:
                label = f"{who}{urgency.value}, {step.label}"
                yield _line(label, _in_words(term_on_calendar, one, other))


def _calendar_changes(old: Mapping[str, Calendar], new: Mapping[str, Calendar]) -> Iterator[str]:
    for name in [*old, *(name for name in new if name not in old)]:
        one, other = old.get(name), new.get(name)
        if one != other:
            label = _("kalender ‘%(name)s’") % {"name": calendar_label(name)}
            yield _line(label, _in_words(_opening, one, other))


def _partner_changes(
    old: ServiceAgreement, new: ServiceAgreement, names: Mapping[str, str]
) -> Iterator[str]:
    for partner in [*old.partners, *(one for one in new.partners if one not in old.partners)]:
        who = names.get(partner, partner)
        before, after = old.partners.get(partner), new.partners.get(partner)
        if before != after:
            label = _("eigen kalender van %(partner)s") % {"partner": who}
            yield _line(label, _in_words(calendar_label, before, after))
        own = old.partner_terms.get(partner, {}), new.partner_terms.get(partner, {})
        yield from _term_changes(f"{who}, ", *own)


def _other_changes(old: ServiceAgreement, new: ServiceAgreement) -> Iterator[str]:
    facts = [
        (_("waarschuwen na"), _share(old.warn_fraction), _share(new.warn_fraction)),
        (_("lengte van een werkdag"), length_text(old.working_day), length_text(new.working_day)),
        (_("Goede Vrijdag"), _closed(old.good_friday_closed), _closed(new.good_friday_closed)),
        (
            _("5 mei"),
            liberation_day_label(old.liberation_day),
            liberation_day_label(new.liberation_day),
        ),
        (_("stille uren"), _quiet(old), _quiet(new)),
        (_("wie van te laat hoort"), _ladder(old.escalation), _ladder(new.escalation)),
    ]
    yield from (_line(label, (one, other)) for label, one, other in facts if one != other)


def _closed_day_changes(old: ServiceAgreement, new: ServiceAgreement) -> Iterator[str]:
    before, after = set(old.extra_closed_days), set(new.extra_closed_days)
    if added := sorted(after - before):
        days = ", ".join(f"{day:%d-%m-%Y}" for day in added)
        yield _("Gesloten dagen erbij: %(days)s") % {"days": days}
    if gone := sorted(before - after):
        days = ", ".join(f"{day:%d-%m-%Y}" for day in gone)
        yield _("Gesloten dagen weg: %(days)s") % {"days": days}


def _in_words(words: Callable[[Part], str], *parts: Part | None) -> tuple[str, ...]:
    return tuple(NOTHING if part is None else words(part) for part in parts)


def _line(label: str, old_and_new: tuple[str, ...]) -> str:
    return f"{label[:1].upper()}{label[1:]}: {' → '.join(old_and_new)}"


def _opening(calendar: Calendar) -> str:
    holidays = _("dicht op feestdagen") if calendar.keeps_holidays else _("open op feestdagen")
    return f"{opening_text(calendar)}, {holidays}"


def _quiet(agreement: ServiceAgreement) -> str:
    return windows_text((agreement.quiet_hours,)) if agreement.quiet_hours else NOTHING


def _ladder(steps: tuple[EscalationStep, ...]) -> str:
    return ", ".join(f"{level_label(step.level)} {escalation_text(step)}" for step in steps)


def escalation_text(step: EscalationStep) -> str:
    """Give when a level hears of a breach: at once, or after a share of the term."""
    if not step.share and not step.at_least:
        return _("meteen")
    facts = {"share": _share(step.share), "least": step.at_least // timedelta(minutes=1)}
    return _("na nog %(share)s van de termijn, ten minste %(least)s minuten") % facts


def _share(fraction: float) -> str:
    return f"{fraction * 100:g}%"


def _closed(closed: bool) -> str:
    return _("gesloten") if closed else _("open")
