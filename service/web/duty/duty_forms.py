"""The forms of the duty roster."""

from typing import Any

from marshmallow import Schema

from service.domain.duty import Shift
from service.domain.language import lazy
from service.web.form_fields import Choice, LocalMoment, Number

MOST_WEEKS = 26
_NO_PERSON = lazy("Kies een coördinator uit de lijst.")


class ShiftForm(Schema):
    """One shift; the tick is asked for only when the change leaves nobody on duty."""

    person = Number(1, 99_999, _NO_PERSON)
    starts_at = LocalMoment(lazy("Vul in wanneer de dienst begint."))
    ends_at = LocalMoment(lazy("Vul in wanneer de dienst eindigt."))
    gap_confirmed = Choice(("yes",))


class RemoveForm(Schema):
    """Only the tick."""

    gap_confirmed = Choice(("yes",))


class HandOverForm(Schema):
    """Who takes over."""

    new_person = Number(1, 99_999, _NO_PERSON)


class RepeatForm(Schema):
    """For how many weeks."""

    weeks = Number(1, MOST_WEEKS, lazy("Vul in hoeveel weken."))


def shift_of(values: dict[str, Any]) -> Shift:
    """Give the shift that was filled in."""
    return Shift(values["person"], values["starts_at"], values["ends_at"])


def is_sure(values: dict[str, Any]) -> bool:
    """Say whether a gap was confirmed."""
    return bool(values["gap_confirmed"] == "yes")
