"""Fields of the forms: texts made clean, choices, numbers, moments; every error is a sentence."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields
from werkzeug.datastructures import MultiDict

from service.domain.language import gettext as _
from service.web.local_time import NoSuchTime, typed_moment

LINE_LENGTH = 200
TEXT_LENGTH = 5000
_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]]{1,64}@(?:[\w-]{1,63}\.)+[^\W\d_]{2,63}")


class Text(fields.Field[str]):
    """A text of several lines, cleaned; `missing` is the error of an empty required one."""

    several_lines = True

    def __init__(self, missing: str = "", longest: int = TEXT_LENGTH) -> None:
        super().__init__(required=True)
        self.missing_error = missing
        self.longest = longest

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = clean(value)
        if self.missing_error and not text:
            raise ValidationError(_(self.missing_error))
        if len(text) > self.longest:
            sentence = _("Maak dit korter: ten hoogste {most} tekens. Nu zijn het er {now}.")
            raise ValidationError(sentence.format(most=self.longest, now=len(text)))
        if any(_cannot_be_kept(character) for character in text):
            raise ValidationError(_("Hier staat een teken dat niet kan. Typ de tekst opnieuw."))
        if not self.several_lines and "\n" in text:
            raise ValidationError(_("Zet dit op één regel."))
        return text


class Line(Text):
    """A text of one line."""

    several_lines = False

    def __init__(self, missing: str = "", longest: int = LINE_LENGTH) -> None:
        super().__init__(missing, longest)


class EmailAddress(Line):
    """An e-mail address of the usual shape."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text and not _EMAIL.fullmatch(text):
            raise ValidationError(_("Dit is geen e-mailadres. Een voorbeeld: naam@gemeente.nl."))
        return text


class PhoneNumber(Line):
    """A telephone number: 10 to 15 digits, with +, spaces, dashes and brackets."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        digits = re.sub(r"[\s()./-]", "", text)
        if text and not re.fullmatch(r"\+?[0-9]{10,15}", digits):
            raise ValidationError(_("Dit is geen telefoonnummer. Een voorbeeld: 030-1234567."))
        return text


class Choice(Line):
    """One of the values on the page; without `missing` it may be left open (an empty text)."""

    def __init__(self, allowed: Collection[str], missing: str = "") -> None:
        super().__init__(missing)
        self.allowed = allowed

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text and text not in self.allowed:
            raise ValidationError(_("Deze keuze bestaat niet. Kies iets uit de lijst."))
        return text


class YesNo(Choice):
    """`yes`, `no` or, without `missing`, an empty text."""

    def __init__(self, missing: str = "") -> None:
        super().__init__(("yes", "no"), missing)


class Choices(fields.Field[tuple[str, ...]]):
    """Some of the values on the page, each once, in the order in which they came."""

    def __init__(
        self, allowed: Collection[str], missing: str = "", most: int = 0, too_many: str = ""
    ) -> None:
        super().__init__(required=True)
        self.allowed = allowed
        self.missing_error = missing
        self.most = most or len(allowed)
        self.too_many = too_many

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> tuple[str, ...]:
        chosen = tuple(dict.fromkeys(item for item in value if item))
        if any(item not in self.allowed for item in chosen):
            raise ValidationError(_("Deze keuze bestaat niet. Kies iets uit de lijst."))
        if self.missing_error and not chosen:
            raise ValidationError(_(self.missing_error))
        if len(chosen) > self.most:
            raise ValidationError(_(self.too_many))
        return chosen


class Day(fields.Field[date | None]):
    """A day as the date field of a browser sends it; None where it was left open."""

    def __init__(self, missing: str = "") -> None:
        super().__init__(required=True)
        self.missing_error = missing

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date | None:
        if not value.strip():
            if self.missing_error:
                raise ValidationError(_(self.missing_error))
            return None
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            raise ValidationError(
                _("Deze datum bestaat niet. Een voorbeeld: 2026-11-24.")
            ) from None


class Number(fields.Field[int | None]):
    """A whole number between two limits; None where it was left open and may be."""

    def __init__(self, lowest: int, highest: int, missing: str = "") -> None:
        super().__init__(required=True)
        self.limits = range(lowest, highest + 1)
        self.missing_error = missing

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int | None:
        text = value.strip()
        if not text:
            if self.missing_error:
                raise ValidationError(_(self.missing_error))
            return None
        number = number_in(text)
        if number is None or number not in self.limits:
            sentence = _("Vul een heel getal in van {low} tot en met {high}.")
            raise ValidationError(sentence.format(low=self.limits[0], high=self.limits[-1]))
        return number


class LocalMoment(fields.Field[datetime | None]):
    """A moment as a `datetime-local` field sends it, on the clock of Amsterdam; gives UTC.

    None where it was left open and may be.
    """

    def __init__(self, missing: str = "") -> None:
        super().__init__(required=True)
        self.missing_error = missing

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> datetime | None:
        if not value.strip():
            if self.missing_error:
                raise ValidationError(_(self.missing_error))
            return None
        day, _separator, clock_time = value.strip().partition("T")
        try:
            return typed_moment(day, clock_time)
        except (NoSuchTime, OverflowError):
            raise ValidationError(_("Deze datum of tijd bestaat niet.")) from None


def number_in(text: str) -> int | None:
    """Give the number that is written in at most nine digits, else None."""
    # int() also takes signs, underscores, spaces and digits of other scripts.
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def read(schema: Schema, submitted: MultiDict[str, str]) -> dict[str, Any]:
    """Give the checked values of a form; raises ValidationError. Unknown fields are dropped."""
    sent = {
        name: submitted.getlist(name) if isinstance(field, Choices) else submitted.get(name, "")
        for name, field in schema.fields.items()
    }
    values: dict[str, Any] = schema.load(sent)
    return values


def errors_of(error: ValidationError) -> dict[str, str]:
    """Give the first error per field."""
    messages: Mapping[str, Any] = error.normalized_messages()
    return {name: str(found[0]) for name, found in messages.items()}


def clean(text: str) -> str:
    """Give a typed text in one form: NFC, \\n as line end, plain spaces, trimmed.

    Invisible characters go: a word processor pastes them along, and they hide what is written.
    """
    lines = re.sub("\r\n?|\u2028|\u2029", "\n", text)
    spaced = "".join(
        " " if character == "\t" or unicodedata.category(character) == "Zs" else character
        for character in lines
        if character == "\u200d" or unicodedata.category(character) not in ("Cf", "Co")
    )
    return unicodedata.normalize("NFC", spaced).strip()


def _cannot_be_kept(character: str) -> bool:
    if character == "\ufffd":
        return True
    return character != "\n" and unicodedata.category(character) in ("Cc", "Cs")
