"""Too much asked of one expert is found from what happened."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from service.rehearsal.simulation.load_limits import (
    Carried,
    too_little_rest,
    too_many_at_once,
    too_many_in_a_quarter,
)

START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def stretches(*days: tuple[float, float]) -> list[tuple[datetime, datetime]]:
    return [(START + timedelta(days=a), START + timedelta(days=b)) for a, b in days]


@pytest.mark.parametrize(
    ("asked", "helped", "most", "found"),
    [
        ([(0, 1)], [(1, 9)], 1, 0),  # a yes: the invitation ends as the help begins
        ([(0, 2)], [(1, 9)], 1, 1),
        ([(0, 2)], [(1, 9)], 2, 0),
        ([(0, 2), (0, 2), (1, 3)], [], 2, 1),
    ],
)
def test_asked_and_helping_at_once(
    asked: Sequence[tuple[float, float]],
    helped: Sequence[tuple[float, float]],
    most: int,
    found: int,
) -> None:
    carried = Carried(stretches(*asked), stretches(*helped))
    assert len(list(too_many_at_once(1, carried, most))) == found


# Day 85 is 31 March, day 86 is the first day of the next quarter.
@pytest.mark.parametrize(("last", "found"), [(85, 1), (86, 0)])
def test_started_in_a_quarter(last: int, found: int) -> None:
    carried = Carried(helped=stretches((0, 1), (9, 10), (last, last + 1)))
    assert len(list(too_many_in_a_quarter(1, carried, 2))) == found


@pytest.mark.parametrize(("asked_on", "found"), [(13, 1), (14, 0)])
def test_rest_after_an_assignment(asked_on: int, found: int) -> None:
    carried = Carried(asked=stretches((asked_on, 20)), rested_from=[START])
    assert len(list(too_little_rest(1, carried, 14))) == found
