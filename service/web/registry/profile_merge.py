"""Two people in one profile: what each of them changed since the form was opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from service.web.form_fields import clean

DIGITS = 8
Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Merged:
    """The form after a merge: what to show, what came from the other, what both changed.

    `taken` are the names of fields, `both` the fields with what is stored in them now.
    """

    typed: dict[str, Sequence[str]]
    taken: list[str]
    both: dict[str, Sequence[str]]


def fingerprints(stored: Fields) -> str:
    """Give what the form remembers of each field as it was shown: 'name:12ab34cd …', no text."""
    return " ".join(f"{name}:{_digest(values)}" for name, values in stored.items())


def merged(typed: Fields, stored: Fields, seen: str) -> Merged:
    """Give both changes together: per field the one who changed it wins, if both the typist."""
    shown = dict(part.rpartition(":")[::2] for part in seen.split())
    result = Merged({}, [], {})
    for name, values in stored.items():
        mine, theirs, before = _digest(typed.get(name, ())), _digest(values), shown.get(name)
        untouched = mine == before and theirs != before
        result.typed[name] = values if untouched else typed.get(name, ())
        if untouched:
            result.taken.append(name)
        elif before not in (mine, theirs) and mine != theirs:
            result.both[name] = values
    return result


def _digest(values: Sequence[str]) -> str:
    """The same for the same choices in any order, and for no text and an empty one."""
    text = "\0".join(sorted(clean(value) for value in values if value.strip()))
    return sha256(text.encode()).hexdigest()[:DIGITS]
