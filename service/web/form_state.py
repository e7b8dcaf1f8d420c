"""A form as the user sees it: what was typed, what is wrong with it, what may be personal data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict


@dataclass(frozen=True)
class Alarm:
    """A piece of a text that looks like personal data; `key` confirms that it is none.

    What is not `of_person` may not be stored for another reason: a mark of secrecy, a case number.
    """

    key: str
    piece: str
    looks_like: str
    confirmed: bool
    of_person: bool = True


@dataclass(frozen=True)
class Form:
    """Typed values as they came in, one error per field in the order of the page, and alarms."""

    typed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    alarms: Mapping[str, Sequence[Alarm]] = field(default_factory=dict)
    notice: str = ""

    def value(self, name: str) -> str:
        """Give what was typed in a field, or an empty text."""
        return next(iter(self.values(name)), "")

    def values(self, name: str) -> Sequence[str]:
        """Give everything that was ticked or chosen under a name."""
        return self.typed.get(name, ())

    def error(self, name: str) -> str:
        """Give the error of a field, or an empty text."""
        return self.errors.get(name, "")


def as_typed(submitted: MultiDict[str, str]) -> dict[str, list[str]]:
    """Give everything that was typed, under the name of its field."""
    return {name: submitted.getlist(name) for name in submitted}
