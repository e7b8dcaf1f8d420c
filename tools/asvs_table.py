"""What this project answers to OWASP ASVS, read from `docs/security/asvs.toml`."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "docs" / "security" / "asvs.toml"


class Status(StrEnum):
    """What can be said of a requirement."""

    SHOWN = "shown"
    OPEN = "open"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True)
class Requirement:
    """One row: the number of the norm, what it asks in our words, and what we can say of it.

    `tests` are `file::function`, or `file::function[TEXT]` for its cases whose id has TEXT. Of an
    open row they show the part that holds, of one that does not apply they keep the reason true.
    `note` says how it is shown, or why it is open; `waits_for` names what is being built. The
    reason why a row does not apply was judged twice: `first_reading` and `second_reading` say when
    and what was found.
    """

    number: str
    asks: str
    status: Status
    tests: tuple[str, ...] = ()
    note: str = ""
    waits_for: str = ""
    reason: str = ""
    first_reading: str = ""
    second_reading: str = ""


def read_table(path: Path = TABLE) -> list[Requirement]:
    """Give the rows in the order of the file.

    Raises TypeError or ValueError for a field or a status that is not known.
    """
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["requirement"]
    return [_requirement(**row) for row in rows]


def _requirement(
    number: str, status: str, tests: list[str] | None = None, **texts: str
) -> Requirement:
    return Requirement(number=number, status=Status(status), tests=tuple(tests or ()), **texts)


def share_shown(rows: list[Requirement]) -> float:
    """Give which part is shown by a test of what applies and waits for nothing, from 0 to 1."""
    applies = [row for row in rows if row.status is not Status.NOT_APPLICABLE and not row.waits_for]
    shown = [row for row in applies if row.status is Status.SHOWN]
    return len(shown) / len(applies) if applies else 1.0
