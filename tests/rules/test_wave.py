"""Waves as tables: how many at once, who is next, when the list runs low."""

import pytest

from service.domain.urgency import Urgency
from service.domain.wave import default_parallel, invitations_wanted, next_to_invite, runs_low


@pytest.mark.parametrize(
    ("places", "parallel", "accepted", "open_now", "wanted"),
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
def test_invitations_wanted(
    places: int, parallel: int, accepted: int, open_now: int, wanted: int
) -> None:
    assert invitations_wanted(places, parallel, accepted, open_now) == wanted


@pytest.mark.parametrize(
    ("urgency", "places", "parallel"),
    [(Urgency.U1, 1, 2), (Urgency.U1, 2, 3), (Urgency.U2, 1, 1), (Urgency.U4, 2, 2)],
)
def test_an_acute_request_asks_one_more_at_once(
    urgency: Urgency, places: int, parallel: int
) -> None:
    assert default_parallel(urgency, places) == parallel


@pytest.mark.parametrize(
    ("asked", "barred", "wanted", "chosen"),
    [
        ([], [], 2, [5, 3]),
        ([5], [], 2, [3, 8]),
        ([5], [3], 2, [8, 1]),
        ([5, 3, 8, 1], [], 2, []),
        ([], [5, 3, 8, 1], 1, []),
        ([], [], 0, []),
    ],
)
def test_the_order_of_the_list_decides(
    asked: list[int], barred: list[int], wanted: int, chosen: list[int]
) -> None:
    ordered = [5, 3, 8, 1]
    assert next_to_invite(ordered, asked, wanted, lambda e: e not in barred) == chosen


@pytest.mark.parametrize(
    ("remaining", "accepted", "places", "low"),
    [(2, 0, 1, False), (1, 0, 1, True), (0, 0, 1, True), (0, 1, 1, False), (1, 1, 2, True)],
)
def test_a_list_runs_low_while_a_place_is_free(
    remaining: int, accepted: int, places: int, low: bool
) -> None:
    assert runs_low(remaining, accepted, places) is low
