"""Reading JSON values one by one, remembering the place of each that cannot be read."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any, TypeVar

from service.domain.language import gettext as _
from service.domain.time_errors import Problem

Value = TypeVar("Value")


class JsonReading:
    """Reads JSON values; `problems` collects, in Dutch, what could not be read and where."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def value(self, place: str, data: object, read: Callable[[Any], Value], other: Value) -> Value:
        """Give the value that was read, or the other one where it cannot be read."""
        try:
            return read(data)
        except (TypeError, ValueError, OverflowError):
            self.problems.append(Problem(place, _("Deze waarde ontbreekt of is onjuist.")))
            return other

    def fields(self, place: str, data: object) -> Mapping[str, Any]:
        """Give the fields of an object."""
        nothing: Mapping[str, Any] = {}
        return self.value(place, data, as_fields, nothing)

    def entries(self, place: str, data: object) -> Iterator[tuple[str, str, Any]]:
        """Yield place, key and value of each entry of an object."""
        for key, value in self.fields(place, data).items():
            yield f"{place}.{key}", key, value

    def items(self, place: str, data: object) -> Iterator[tuple[str, Any]]:
        """Yield place and value of each item of a list."""
        nothing: list[Any] = []
        for number, value in enumerate(self.value(place, data, as_list, nothing)):
            yield f"{place}.{number}", value


def as_fields(value: object) -> Mapping[str, Any]:
    """Give an object, its keys as text."""
    if not isinstance(value, dict):
        raise TypeError
    return {str(key): entry for key, entry in value.items()}


def as_list(value: object) -> list[Any]:
    """Give a list."""
    if not isinstance(value, list):
        raise TypeError
    return value


def as_text(value: object) -> str:
    """Give a text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise TypeError
    return value


def as_text_or_none(value: object) -> str | None:
    """Give a text, or None for null."""
    return None if value is None else as_text(value)


def as_bool(value: object) -> bool:
    """Give true or false."""
    if not isinstance(value, bool):
        raise TypeError
    return value


def as_int(value: object) -> int:
    """Give a whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def as_number(value: object) -> float:
    """Give a number."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError
    return value


def as_minutes(value: object) -> timedelta:
    """Give a whole number of minutes as a length of time."""
    return timedelta(minutes=as_int(value))
