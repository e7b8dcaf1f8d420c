"""Says what is wrong with the table of OWASP ASVS; the tests it names must at least be there.

Whether they ran is seen at the end of a whole test run, by `tests/named_tests_ran.py`.
"""

import sys
from collections import Counter
from collections.abc import Iterator

from tools.asvs_levels import answered_here
from tools.asvs_table import Requirement, Status, read_table, share_shown
from tools.named_tests import missing_from_source

LEAST_SHOWN = 0.9
"""Of the requirements that apply and wait for nothing, so many must be shown by a test."""


def problems(rows: list[Requirement]) -> Iterator[str]:
    """Say what is wrong with the rows as a whole and one by one."""
    yield from _wrong_numbers(rows)
    for row in rows:
        yield from (f"{row.number}: {wrong}" for wrong in _wrong_in(row))
    if share_shown(rows) < LEAST_SHOWN:
        yield f"{share_shown(rows):.0%} is shown by a test; at least {LEAST_SHOWN:.0%} must be"


def _wrong_numbers(rows: list[Requirement]) -> Iterator[str]:
    times, expected = Counter(row.number for row in rows), list(answered_here())
    yield from (f"{number}: is missing" for number in expected if number not in times)
    yield from (f"{number}: stands here twice" for number, count in times.items() if count > 1)
    yield from (f"{number}: is not asked here" for number in times if number not in expected)
    if [row.number for row in rows] != expected and set(times) == set(expected):
        yield "the rows must have the order of the norm"


def _wrong_in(row: Requirement) -> Iterator[str]:
    if not row.asks:
        yield "what it asks is missing"
    if row.status is Status.SHOWN and not row.tests:
        yield "is called shown without a test"
    if row.status is Status.OPEN and not (row.note or row.waits_for):
        yield "is open without a note that says why"
    if row.status is not Status.OPEN and row.waits_for:
        yield "waits for something, and is not open"
    does_not_apply = row.status is Status.NOT_APPLICABLE
    judged = (row.reason, row.first_reading, row.second_reading)
    if does_not_apply and not all(judged):
        yield "does not apply without a reason and two readings of it"
    if not does_not_apply and row.reason:
        yield "has a reason why it does not apply, and applies"
    yield from filter(None, map(missing_from_source, row.tests))


def main() -> int:
    """Print what is wrong; give 1 when something is."""
    found = list(problems(read_table()))
    for line in found:
        print(f"docs/security/asvs.toml: {line}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
