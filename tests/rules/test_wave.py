"""Waves as tables: how many at once, who is next, when the list runs low."""

import pytest

from service.domain.urgency import Urgency
from service.domain.wave import (
    Askable,
    Asked,
    adaptive_size,
    fixed_size,
    order_of_asking,
    passed_over,
    runs_low,
)

U1, U2, U3, U4 = Urgency
MANY = 10


@pytest.mark.parametrize(
    ("places", "at_once", "accepted", "open_now", "wanted"),
    [
        (1, 1, 0, 0, 1),
        (1, 2, 0, 0, 2),
        (1, 2, 0, 1, 1),
        (1, 2, 0, 2, 0),
        (1, 2, 1, 0, 0),
        (2, 2, 1, 0, 1),
        (2, 3, 1, 1, 1),
        (2, 3, 2, 0, 0),
        (3, 1, 0, 0, 3),
    ],
)
def test_a_number_that_the_coordinator_chose(
    places: int, at_once: int, accepted: int, open_now: int, wanted: int
) -> None:
    assert fixed_size(places, at_once, accepted, open_now) == wanted


@pytest.mark.parametrize(
    ("urgency", "needed", "chance", "size"),
    [
        (U1, 1, 0.45, 3),  # 83%: the most at once comes before the 99%
        (U1, 1, 0.75, 3),  # two give 94%
        (U1, 1, 0.95, 2),
        (U1, 2, 0.50, 4),
        (U2, 1, 0.45, 3),  # 83%
        (U2, 1, 0.60, 2),  # 84%
        (U2, 1, 0.80, 1),
        (U3, 1, 0.50, 3),  # two give 75%
        (U3, 1, 0.60, 2),  # 84%
        (U3, 1, 0.80, 1),
        (U3, 1, 0.20, 3),  # 49%: the most at once
        (U4, 1, 0.40, 2),  # 64%
        (U4, 1, 0.20, 2),  # 36%: the most at once
        (U4, 1, 0.65, 1),
        (U4, 2, 0.50, 3),  # 50%: the most at once
        (U4, 3, 0.99, 3),  # never fewer than there are places
        (U2, 0, 0.50, 0),
    ],
)
def test_the_first_wave_is_the_smallest_that_is_sure_enough(
    urgency: Urgency, needed: int, chance: float, size: int
) -> None:
    assert adaptive_size(urgency, needed, [], [chance] * MANY) == size


@pytest.mark.parametrize(
    ("urgency", "asked", "size"),
    [
        (U2, [Asked(0.5)] * 3, 0),
        (U2, [Asked(0.5)] * 2, 1),  # one of three said no
        (U2, [Asked(0.4, warned=True)], 3),  # 10%: full again, and one above the most at once
        (U2, [Asked(0.9)], 0),
        (U2, [Asked(0.9, warned=True)], 2),  # 23%
        (U2, [Asked(0.5, warned=True)] * 3, 1),  # at the most at once: one more, no matter what
        (U2, [Asked(0.5, warned=True)] * 3 + [Asked(0.5)], 0),
        (U3, [Asked(0.6)] * 2, 0),
        (U3, [Asked(0.5, warned=True)] * 2, 2),
        (U4, [Asked(0.65)], 0),
        (U4, [Asked(0.65, warned=True)], 2),  # 16%
        (U4, [Asked(0.5, warned=True)] * 2, 1),  # at the most at once: one more, no matter what
        (U4, [Asked(0.5, warned=True)] * 2 + [Asked(0.5)], 0),
    ],
)
def test_a_later_wave_asks_what_is_still_missing(
    urgency: Urgency, asked: list[Asked], size: int
) -> None:
    assert adaptive_size(urgency, 1, asked, [0.5] * MANY) == size


def test_no_more_are_wanted_than_the_list_has() -> None:
    assert adaptive_size(U1, 1, [], [0.5]) == 1
    assert adaptive_size(U1, 1, [], []) == 0


def askable(text: str) -> list[Askable]:
    """Reads 'A.9 B.85 A?': a partner per letter, with the chance to fit; ids from 1."""
    return [
        Askable(number, word[0], 0.5, None if word[1:] == "?" else float(word[1:]))
        for number, word in enumerate(text.split(), start=1)
    ]


@pytest.mark.parametrize(
    ("listed", "asked_partners", "order"),
    [
        ("A.9 A.8 A.7", "", [1, 2, 3]),
        ("A.9 A.88 B.85", "", [1, 3, 2]),  # about equal: the other partner goes first
        ("A.9 A.9 B.75", "", [1, 2, 3]),  # clearly better is never passed
        ("A.9 A.7 B.65", "", [1, 3, 2]),
        ("A.9 A.88 B.85 C.84", "", [1, 3, 4, 2]),
        ("A.9 A.88 A.5 B.82", "", [1, 4, 2, 3]),
        ("A.9 A.65 A.88 B.82", "", [1, 4, 2, 3]),
        ("A? A? B?", "", [1, 2, 3]),  # unknown: the list's own order
        ("A.9 A? B.9", "", [1, 2, 3]),
        ("A.9 B.85 A.84", "A", [2, 1, 3]),  # somebody of A is being asked already
        ("A.9 B.7", "A", [1, 2]),
        ("", "", []),
    ],
)
def test_partners_take_turns_where_nobody_better_is_passed(
    listed: str, asked_partners: str, order: list[int]
) -> None:
    found = order_of_asking(askable(listed), set(asked_partners))
    assert [one.expert_id for one in found] == order


def test_who_waits_for_another_partner_is_named() -> None:
    listed = askable("A.9 A.88 B.85")
    assert passed_over(listed, [1, 3]) == {3: [2]}
    assert passed_over(listed, [1, 2]) == {}


@pytest.mark.parametrize(
    ("needed", "chances", "low"),
    [
        (1, [0.5, 0.5], False),
        (1, [0.5, 0.45], True),
        (1, [], True),
        (2, [0.6] * 3, True),
        (2, [0.6] * 4, False),
        (0, [], False),
    ],
)
def test_a_list_runs_low_when_too_few_yeses_are_to_be_expected(
    needed: int, chances: list[float], low: bool
) -> None:
    assert runs_low(needed, chances) is low
