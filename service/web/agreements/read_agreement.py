"""Reads the form of the agreement: an agreement, or an error at each field that is wrong."""

from collections.abc import Callable, Iterable
from typing import Any

from service.domain.agreement_json import from_json
from service.domain.calendar_json import WEEKDAYS
from service.domain.language import gettext as _
from service.domain.service_agreement import ServiceAgreement
from service.domain.step import OF_THE_PARTNER, Step
from service.domain.time_errors import InvalidAgreement, Problem
from service.domain.urgency import Urgency
from service.web.agreements.agreement_fields import ESCALATION_LEVELS, Fields
from service.web.agreements.field_labels import field_label
from service.web.agreements.new_calendar import with_new_calendar
from service.web.agreements.typed_values import (
    NotUnderstood,
    days,
    opening_times,
    share,
    whole_number,
)
from service.web.form_fields import clean, number_in
from service.web.form_state import Form

NOON = [["12:00", "12:01"]]
_FIELDS = {
    "warn_fraction": "warn_percent",
    "quiet_hours": "quiet_hours.begin",
    "escalation": f"escalation.{ESCALATION_LEVELS[0]}.told",
    "valid_from": "valid_from_day",
}


class AgreementForm:
    """The typed fields; `errors` has one sentence per field that is not in order."""

    def __init__(self, typed: Fields) -> None:
        self.typed, self.errors = with_new_calendar(typed)
        self.notice = ""
        self._levels = [lv for lv in ESCALATION_LEVELS if self._ticked(f"escalation.{lv}.told")]

    @property
    def form(self) -> Form:
        """Give the form as the templates show it."""
        return Form(self.typed, self.errors)

    @property
    def summary(self) -> Form:
        """Give the errors in the order of the page, each with the name of its field."""
        order = list(self.typed)
        fields = sorted(self.errors, key=lambda name: order.index(name) if name in order else -1)
        errors = {name: f"{field_label(name)}{self.errors[name]}" for name in fields}
        return Form(errors=errors, notice=self.notice)

    @property
    def based_on(self) -> int:
        """Give the number of the version from which this was made; 0 where it is unreadable."""
        return number_in(self.text("based_on")) or 0

    def text(self, field: str) -> str:
        """Give what was typed in a field, cleaned."""
        return clean(next(iter(self.typed.get(field, [])), ""))

    def agreement(self) -> ServiceAgreement | None:
        """Give the agreement, or None where fields are not in order."""
        try:
            found = from_json(self._data())
        except InvalidAgreement as refused:
            self.refuse(refused.problems)
            return None
        return None if self.errors else found

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Put each problem at its field."""
        for problem in problems:
            self.errors.setdefault(self._field_of(problem.place), problem.reason)

    def _data(self) -> dict[str, Any]:
        partners = self._all("partner")
        return {
            "version": self.based_on + 1,
            "name": self.text("name"),
            "working_day_minutes": self._read("working_day_minutes", whole_number, 540),
            "warn_fraction": self._read("warn_percent", lambda text: share(text, 1, 99), 0.5),
            "good_friday_closed": self._ticked("good_friday_closed"),
            "liberation_day": self.text("liberation_day"),
            "extra_closed_days": self._read("extra_closed_days", days, []),
            "quiet_hours": self._quiet_hours(),
            "calendars": {name: self._calendar(name) for name in self._standing_calendars()},
            "partners": {one: self.text(f"partners.{one}") or None for one in partners},
            "terms": self._terms("terms", Step, required=True),
            "partner_terms": self._partner_terms(partners),
            "escalation": [self._escalation(level) for level in self._levels],
        }

    def _terms(self, above: str, steps: Iterable[Step], required: bool) -> dict[str, Any]:
        wanted = list(steps)
        terms = {
            urgency.value: {
                step.value: self._term(f"{above}.{urgency}.{step}")
                for step in wanted
                if required or self.text(f"{above}.{urgency}.{step}.amount")
            }
            for urgency in Urgency
        }
        return {urgency: found for urgency, found in terms.items() if found}

    def _partner_terms(self, partners: Iterable[str]) -> dict[str, Any]:
        steps = [step for step in Step if step in OF_THE_PARTNER]
        terms = {one: self._terms(f"partner_terms.{one}", steps, False) for one in partners}
        return {partner: found for partner, found in terms.items() if found}

    def _term(self, place: str) -> dict[str, Any]:
        return {
            "amount": self._read(f"{place}.amount", whole_number, 1),
            "unit": self.text(f"{place}.unit"),
            "calendar": self.text(f"{place}.calendar"),
        }

    def _standing_calendars(self) -> list[str]:
        names = self._all("calendar")
        return [name for name in names if not self._ticked(f"calendars.{name}.remove")]

    def _calendar(self, name: str) -> dict[str, Any]:
        place = f"calendars.{name}"
        weekly = {day: self._read(f"{place}.weekly.{day}", opening_times, NOON) for day in WEEKDAYS}
        return {"keeps_holidays": self._ticked(f"{place}.keeps_holidays"), "weekly": weekly}

    def _quiet_hours(self) -> list[str] | None:
        ends = [self.text("quiet_hours.begin"), self.text("quiet_hours.end")]
        if not any(ends):
            return None
        if not all(ends):
            self.errors["quiet_hours.begin"] = _("Vul begin en einde in, of geen van beide.")
            return None
        return ends

    def _escalation(self, level: str) -> dict[str, Any]:
        place = f"escalation.{level}"
        return {
            "level": level,
            "share": self._read(f"{place}.percent", lambda text: share(text, 0, 1000), 0.0),
            "at_least_minutes": self._read(f"{place}.minutes", whole_number, 0),
        }

    def _read(self, field: str, read: Callable[[str], object], sound: object) -> object:
        """Read a field; where that fails a sound value stands in, so that the rest is checked."""
        try:
            return read(self.text(field))
        except NotUnderstood as error:
            self.errors[field] = str(error)
            return sound

    def _field_of(self, place: str) -> str:
        """The field nearest to a place: each field is named after its place in the agreement."""
        parts = place.split(".")
        if parts[0] == "escalation" and len(parts) > 1:
            what = {"share": "percent", "at_least_minutes": "minutes"}.get(parts[-1], "told")
            return f"escalation.{self._levels[int(parts[1])]}.{what}"
        if place in _FIELDS or parts[0] == "extra_closed_days":
            return _FIELDS.get(place, parts[0])
        nearest = (name for name in self.typed if name == place or name.startswith(f"{place}."))
        return next(nearest, place)

    def _all(self, field: str) -> list[str]:
        return list(dict.fromkeys(name for name in self.typed.get(field, []) if name))

    def _ticked(self, field: str) -> bool:
        return self.text(field) == "yes"
