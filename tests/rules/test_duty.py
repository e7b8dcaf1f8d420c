"""Who is on duty, and the gaps and overlaps of a roster."""

from datetime import UTC, datetime, timedelta

import pytest

from service.domain.duty import (
    Shift,
    gaps,
    handed_over,
    new_gaps,
    on_duty,
    overlaps,
    place,
    repeated,
    staffed_from,
    unstaffed,
)
from tests.rules.clock_face import at


def shift(person: int, start: str, end: str) -> Shift:
    return Shift(person, at(start).astimezone(UTC), at(end).astimezone(UTC))


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


PROBLEMS: list[tuple[list[Shift], list[str], list[str]]] = [
    # Shifts, gaps, overlaps.
    ([], [], []),
    ([FRIDAY, SATURDAY], [], []),
    (ROSTER, ["08-03-2026 09:00 – 09-03-2026 08:30"], []),
    ([SATURDAY, OVERLAPPING], [], ["07-03-2026 20:00 – 08-03-2026 09:00"]),
    ([SATURDAY, WITHIN, SUNDAY], [], ["07-03-2026 12:00 – 07-03-2026 13:00"]),
    ([EMPTY], [], []),
]


@pytest.mark.parametrize(("shifts", "empty", "doubled"), PROBLEMS)
def test_gaps_and_overlaps_of_a_roster_have_a_place(
    shifts: list[Shift], empty: list[str], doubled: list[str]
) -> None:
    assert [place(stretch) for stretch in gaps(shifts)] == empty
    assert [place(stretch) for stretch in overlaps(shifts)] == doubled


def test_a_shift_that_ends_when_it_begins_is_none() -> None:
    assert [EMPTY.is_real, FRIDAY.is_real] == [False, True]


def stretch(start: str, end: str) -> tuple[datetime, datetime]:
    return at(start), at(end)


LOOKING_AHEAD = [
    # Shifts; from, until; the stretches without anybody on duty.
    ([], ("Fri 2026-03-06 12:00", "Sat 2026-03-07 12:00"), [(0, 24)]),
    ([FRIDAY, SATURDAY], ("Fri 2026-03-06 17:30", "Sun 2026-03-08 09:00"), []),
    ([FRIDAY, SATURDAY], ("Fri 2026-03-06 17:00", "Sun 2026-03-08 10:00"), [(0, 0.5), (40, 41)]),
    ([FRIDAY, MONDAY], ("Sat 2026-03-07 08:00", "Mon 2026-03-09 09:30"), [(1, 48.5)]),
    ([OVERLAPPING, SATURDAY], ("Sat 2026-03-07 09:00", "Sun 2026-03-08 13:00"), [(27, 28)]),
    ([EMPTY], ("Sat 2026-03-07 08:00", "Sat 2026-03-07 10:00"), [(0, 2)]),
]


@pytest.mark.parametrize(("shifts", "window", "hours"), LOOKING_AHEAD)
def test_unstaffed_stretches_are_seen_ahead(
    shifts: list[Shift], window: tuple[str, str], hours: list[tuple[float, float]]
) -> None:
    start, end = (at(text) for text in window)
    expected = [(start + timedelta(hours=a), start + timedelta(hours=b)) for a, b in hours]
    assert list(unstaffed(shifts, start, end)) == expected


SUN_GAP = ("Sun 2026-03-08 09:00", "Mon 2026-03-09 08:30")
CHANGES = [
    # Before, after, the new gaps.
    ([FRIDAY], [FRIDAY, SATURDAY], []),
    ([FRIDAY], [FRIDAY, MONDAY], [("Sat 2026-03-07 09:00", "Mon 2026-03-09 08:30")]),
    ([FRIDAY, MONDAY], [FRIDAY, SATURDAY, MONDAY], []),  # the gap becomes smaller
    ([FRIDAY, SATURDAY, SUNDAY], [FRIDAY, SATURDAY], [SUN_GAP]),  # the last shift goes
    ([FRIDAY, SATURDAY], [SATURDAY], [("Fri 2026-03-06 17:30", "Sat 2026-03-07 09:00")]),
    ([FRIDAY, SATURDAY, SUNDAY], [FRIDAY, SUNDAY], [("Sat 2026-03-07 09:00", SUN_GAP[0])]),
    ([], [FRIDAY], []),
]


@pytest.mark.parametrize(("before", "after", "expected"), CHANGES)
def test_a_change_names_the_gaps_that_it_makes(
    before: list[Shift], after: list[Shift], expected: list[tuple[str, str]]
) -> None:
    assert list(new_gaps(before, after)) == [stretch(*gap) for gap in expected]


def test_a_repeated_week_keeps_its_clock_times_over_a_clock_change() -> None:
    # Summer time begins on Sunday 29 March 2026 at 02:00.
    week = [shift(1, "Mon 2026-03-23 09:00", "Mon 2026-03-30 09:00")]
    [first, second] = repeated([shift(1, "Mon 2026-03-16 09:00", "Mon 2026-03-23 09:00")], 2)
    assert [first] == week
    assert second == shift(1, "Mon 2026-03-30 09:00", "Mon 2026-04-06 09:00")
    assert first.ends_at - first.starts_at == timedelta(days=7) - timedelta(hours=1)
    assert gaps([first, second]) == overlaps([first, second]) == ()


def test_a_hand_over_leaves_no_gap_and_no_overlap() -> None:
    now = at("Sat 2026-03-07 03:00").astimezone(UTC)
    old, new = handed_over(FRIDAY, 2, now)
    assert (old.person_id, new.person_id) == (1, 2)
    assert (old.starts_at, new.ends_at) == (FRIDAY.starts_at, FRIDAY.ends_at)
    assert gaps([old, new]) == overlaps([old, new]) == ()
