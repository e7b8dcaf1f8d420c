"""Who is on duty, and what is wrong with a roster."""

import pytest

from service.domain.duty import Shift, on_duty, roster_problems, staffed_from
from tests.rules.clock_face import at


def shift(person: int, start: str, end: str) -> Shift:
    return Shift(person, at(start), at(end))


FRIDAY = shift(1, "Fri 2026-03-06 17:30", "Sat 2026-03-07 09:00")
SATURDAY = shift(2, "Sat 2026-03-07 09:00", "Sun 2026-03-08 09:00")
MONDAY = shift(1, "Mon 2026-03-09 08:30", "Mon 2026-03-09 17:30")
OVERLAPPING = shift(3, "Sat 2026-03-07 20:00", "Sun 2026-03-08 12:00")
WITHIN = shift(3, "Sat 2026-03-07 12:00", "Sat 2026-03-07 13:00")
SUNDAY = shift(1, "Sun 2026-03-08 09:00", "Mon 2026-03-09 08:30")
EMPTY = shift(4, "Sat 2026-03-07 09:00", "Sat 2026-03-07 09:00")
ROSTER = [MONDAY, SATURDAY, FRIDAY]

MOMENTS = [
    ("Fri 2026-03-06 17:29", None, "Fri 2026-03-06 17:30"),
    ("Fri 2026-03-06 17:30", 1, "Fri 2026-03-06 17:30"),
    ("Sat 2026-03-07 08:59", 1, "Sat 2026-03-07 08:59"),
    ("Sat 2026-03-07 09:00", 2, "Sat 2026-03-07 09:00"),  # hand-over
    ("Sun 2026-03-08 09:00", None, "Mon 2026-03-09 08:30"),
    ("Mon 2026-03-09 17:30", None, None),
]


@pytest.mark.parametrize(("moment", "person", "staffed"), MOMENTS)
def test_on_duty(moment: str, person: int | None, staffed: str | None) -> None:
    found = on_duty(ROSTER, at(moment))
    assert (found and found.person_id) == person
    assert staffed_from(ROSTER, at(moment)) == (staffed and at(staffed))


def test_nobody_is_on_an_empty_roster_or_in_an_empty_shift() -> None:
    assert staffed_from([], at("Fri 2026-03-06 17:29")) is None
    assert staffed_from([EMPTY], at("Fri 2026-03-06 17:29")) is None
    assert on_duty([EMPTY], EMPTY.starts_at) is None


def test_of_two_on_duty_the_last_who_began_is_meant() -> None:
    found = on_duty([SATURDAY, OVERLAPPING], at("Sat 2026-03-07 21:00"))
    assert found == OVERLAPPING


PROBLEMS: list[tuple[list[Shift], list[str]]] = [
    ([], []),
    ([FRIDAY, SATURDAY], []),
    (ROSTER, ["08-03-2026 09:00 – 09-03-2026 08:30: Er heeft niemand dienst."]),
    (
        [SATURDAY, OVERLAPPING],
        ["07-03-2026 20:00 – 08-03-2026 09:00: Er hebben twee mensen dienst."],
    ),
    (
        [SATURDAY, WITHIN, SUNDAY],
        ["07-03-2026 12:00 – 07-03-2026 13:00: Er hebben twee mensen dienst."],
    ),
    ([EMPTY], ["07-03-2026 09:00 – 07-03-2026 09:00: Deze dienst eindigt voor het begin."]),
]


@pytest.mark.parametrize(("shifts", "problems"), PROBLEMS)
def test_problems_of_a_roster_name_the_place(shifts: list[Shift], problems: list[str]) -> None:
    assert [str(problem) for problem in roster_problems(shifts)] == problems
