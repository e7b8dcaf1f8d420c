"""Terms with pauses: the clock stands still in them, and only open time is lost."""

import pytest

from service.domain.opening_hours import Calendar
from service.domain.time_errors import ClockStandsStill
from service.domain.working_time import Pause, due_at, elapsed, open_stretches
from tests.rules.clock_face import ALWAYS, DAILY, LUNCH, NIGHT, OFFICE, at, open_time, show

Cut = tuple[str, str | None]


def pauses_of(cuts: list[Cut]) -> list[Pause]:
    return [(at(begin), end and at(end)) for begin, end in cuts]  # type: ignore[misc]


CASES: list[tuple[Calendar, str, str, list[Cut], str]] = [
    # inside one day
    (
        OFFICE,
        "Mon 2026-03-02 09:00",
        "4u",
        [("Mon 2026-03-02 10:00", "Mon 2026-03-02 11:00")],
        "Mon 2026-03-02 14:00",
    ),
    # begins at once
    (
        OFFICE,
        "Mon 2026-03-02 09:00",
        "4u",
        [("Mon 2026-03-02 09:00", "Mon 2026-03-02 11:00")],
        "Mon 2026-03-02 15:00",
    ),
    # began before the start
    (
        OFFICE,
        "Mon 2026-03-02 09:00",
        "4u",
        [("Fri 2026-02-27 09:00", "Mon 2026-03-02 09:30")],
        "Mon 2026-03-02 13:30",
    ),
    # over before the start
    (
        OFFICE,
        "Mon 2026-03-02 09:00",
        "4u",
        [("Fri 2026-02-27 09:00", "Fri 2026-02-27 12:00")],
        "Mon 2026-03-02 13:00",
    ),
    # begins at the very end
    (
        OFFICE,
        "Mon 2026-03-02 09:00",
        "4u",
        [("Mon 2026-03-02 13:00", "Mon 2026-03-02 15:00")],
        "Mon 2026-03-02 13:00",
    ),
    # a second before the end
    (
        OFFICE,
        "Mon 2026-03-02 09:00",
        "4u",
        [("Mon 2026-03-02 12:59:59", "Mon 2026-03-02 15:00")],
        "Mon 2026-03-02 15:00:01",
    ),
    # of no length
    (
        OFFICE,
        "Mon 2026-03-02 09:00",
        "4u",
        [("Mon 2026-03-02 10:00", "Mon 2026-03-02 10:00")],
        "Mon 2026-03-02 13:00",
    ),
    # across the night
    (
        OFFICE,
        "Mon 2026-03-02 16:00",
        "4u",
        [("Mon 2026-03-02 17:00", "Tue 2026-03-03 09:30")],
        "Tue 2026-03-03 12:30",
    ),
    # only in the night: nothing lost
    (
        OFFICE,
        "Mon 2026-03-02 16:00",
        "4u",
        [("Mon 2026-03-02 18:00", "Tue 2026-03-03 08:00")],
        "Tue 2026-03-03 11:00",
    ),
    # across the weekend
    (
        OFFICE,
        "Fri 2026-03-06 16:00",
        "4u",
        [("Fri 2026-03-06 17:00", "Mon 2026-03-09 10:00")],
        "Mon 2026-03-09 13:00",
    ),
    # two pauses
    (
        OFFICE,
        "Mon 2026-03-02 09:00",
        "4u",
        [
            ("Mon 2026-03-02 10:00", "Mon 2026-03-02 11:00"),
            ("Mon 2026-03-02 12:00", "Mon 2026-03-02 14:00"),
        ],
        "Mon 2026-03-02 16:00",
    ),
    # not in order
    (
        OFFICE,
        "Mon 2026-03-02 09:00",
        "4u",
        [
            ("Mon 2026-03-02 12:00", "Mon 2026-03-02 14:00"),
            ("Mon 2026-03-02 10:00", "Mon 2026-03-02 11:00"),
        ],
        "Mon 2026-03-02 16:00",
    ),
    # overlapping ones count once
    (
        OFFICE,
        "Mon 2026-03-02 09:00",
        "4u",
        [
            ("Mon 2026-03-02 10:00", "Mon 2026-03-02 12:00"),
            ("Mon 2026-03-02 11:00", "Mon 2026-03-02 13:00"),
        ],
        "Mon 2026-03-02 16:00",
    ),
    # one within another
    (
        OFFICE,
        "Mon 2026-03-02 09:00",
        "4u",
        [
            ("Mon 2026-03-02 10:00", "Mon 2026-03-02 13:00"),
            ("Mon 2026-03-02 11:00", "Mon 2026-03-02 12:00"),
        ],
        "Mon 2026-03-02 16:00",
    ),
    # a whole day
    (
        OFFICE,
        "Mon 2026-03-02 12:00",
        "2wd",
        [("Tue 2026-03-03 00:00", "Wed 2026-03-04 00:00")],
        "Thu 2026-03-05 12:00",
    ),
    # over Christmas
    (
        OFFICE,
        "Wed 2026-12-23 12:00",
        "1wd",
        [("Wed 2026-12-23 17:00", "Mon 2026-12-28 09:00")],
        "Mon 2026-12-28 13:00",
    ),
    # without an end, after the term
    (
        OFFICE,
        "Mon 2026-03-02 09:00",
        "4u",
        [("Mon 2026-03-02 14:00", None)],
        "Mon 2026-03-02 13:00",
    ),
    # each of the 24 hours
    (
        ALWAYS,
        "Sat 2026-03-07 23:00",
        "2u",
        [("Sat 2026-03-07 23:30", "Sun 2026-03-08 00:30")],
        "Sun 2026-03-08 02:00",
    ),
    # over the short night
    (
        ALWAYS,
        "Sat 2026-03-28 23:00",
        "4u",
        [("Sun 2026-03-29 01:00", "Sun 2026-03-29 04:00")],
        "Sun 2026-03-29 06:00",
    ),
    # over the long night
    (
        ALWAYS,
        "Sat 2026-10-24 23:00",
        "4u",
        [("Sun 2026-10-25 01:00", "Sun 2026-10-25 04:00")],
        "Sun 2026-10-25 06:00",
    ),
    # within the hour that comes twice
    (
        ALWAYS,
        "Sun 2026-10-25 01:30",
        "2u",
        [("Sun 2026-10-25 02:30", "Sun 2026-10-25 02:30 2nd")],
        "Sun 2026-10-25 03:30",
    ),
    (
        DAILY,
        "Mon 2026-03-02 22:00",
        "2u",
        [("Mon 2026-03-02 22:30", "Tue 2026-03-03 07:30")],
        "Tue 2026-03-03 09:00",
    ),
    # across the break at noon, and within it
    (
        LUNCH,
        "Mon 2026-03-02 11:00",
        "2u",
        [("Mon 2026-03-02 11:30", "Mon 2026-03-02 13:30")],
        "Mon 2026-03-02 15:00",
    ),
    (
        LUNCH,
        "Mon 2026-03-02 11:00",
        "2u",
        [("Mon 2026-03-02 12:15", "Mon 2026-03-02 12:45")],
        "Mon 2026-03-02 14:00",
    ),
    (
        NIGHT,
        "Mon 2026-03-02 23:00",
        "3u",
        [("Mon 2026-03-02 23:30", "Tue 2026-03-03 00:30")],
        "Tue 2026-03-03 03:00",
    ),
]


@pytest.mark.parametrize(("calendar", "start", "amount", "cuts", "end"), CASES)
def test_a_term_is_longer_by_the_open_time_of_its_pauses(
    calendar: Calendar, start: str, amount: str, cuts: list[Cut], end: str
) -> None:
    pauses = pauses_of(cuts)
    found = due_at(at(start), open_time(amount), calendar, pauses)
    assert found == at(end).astimezone(found.tzinfo), show(found)
    assert elapsed(at(start), at(end), calendar, pauses) == open_time(amount)


def test_no_end_can_be_named_during_a_pause() -> None:
    pauses = pauses_of([("Mon 2026-03-02 10:00", None)])
    with pytest.raises(ClockStandsStill):
        due_at(at("Mon 2026-03-02 09:00"), open_time("4u"), OFFICE, pauses)


def test_time_used_stands_still_during_a_pause() -> None:
    pauses = pauses_of([("Mon 2026-03-02 10:00", None)])
    used = elapsed(at("Mon 2026-03-02 09:00"), at("Fri 2026-03-06 12:00"), OFFICE, pauses)
    assert used == open_time("1u")


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    pauses = pauses_of([("Mon 2026-03-02 10:00", "Mon 2026-03-02 09:59")])
    with pytest.raises(ValueError, match="pause"):
        due_at(at("Mon 2026-03-02 09:00"), open_time("4u"), OFFICE, pauses)


def test_stretches_show_the_time_that_was_counted() -> None:
    pauses = pauses_of([("Mon 2026-03-02 10:00", "Mon 2026-03-02 11:00")])
    stretches = open_stretches(
        at("Mon 2026-03-02 09:00"), at("Tue 2026-03-03 09:00"), OFFICE, pauses
    )
    assert stretches == [
        (at("Mon 2026-03-02 09:00"), at("Mon 2026-03-02 10:00")),
        (at("Mon 2026-03-02 11:00"), at("Mon 2026-03-02 17:30")),
        (at("Tue 2026-03-03 08:30"), at("Tue 2026-03-03 09:00")),
    ]


def test_stretches_do_not_break_at_midnight() -> None:
    start, end = at("Mon 2026-03-02 12:00"), at("Thu 2026-03-05 12:00")
    assert open_stretches(start, end, ALWAYS) == [(start, end)]
