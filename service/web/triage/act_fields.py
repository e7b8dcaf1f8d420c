"""Fields for numbers and moments."""

from datetime import datetime
from typing import Any

from marshmallow import ValidationError, fields

from service.domain.language import gettext as _
from service.web.local_time import NoSuchTime, typed_moment


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
                raise ValidationError(self.missing_error)
            return None
        # int() also takes signs, underscores, spaces and digits of other scripts.
        if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) in self.limits):
            sentence = _("Vul een heel getal in van {low} tot en met {high}.")
            raise ValidationError(sentence.format(low=self.limits[0], high=self.limits[-1]))
        return int(text)


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
                raise ValidationError(self.missing_error)
            return None
        day, _separator, clock_time = value.strip().partition("T")
        try:
            return typed_moment(day, clock_time)
        except (NoSuchTime, OverflowError):
            raise ValidationError(_("Deze datum of tijd bestaat niet.")) from None
