"""Partners alternate among equals; a clearly better one is never passed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expert_registry.ranking.diversify import MARGIN, WORTH_MOVING, Standing, spread


def standings(*rows: tuple[str | float, ...]) -> list[Standing]:
    """Partner, score, burden (0 unless told), chance (1 unless told); best first."""
    return [
        Standing(number, score, partner, *more[1:2] or (1.0,), *more[:1])
        for number, (partner, score, *more) in enumerate(rows, start=1)
    ]


@pytest.mark.parametrize(
    ("rows", "order"),
    [
        ([], []),
        ([("ngb", 2.0)], [1]),
        # one partner: as it was
        ([("ngb", 2.0), ("ngb", 1.9), ("ngb", 1.8)], [1, 2, 3]),
        # equals: the other partner comes between
        ([("ngb", 2.0), ("ngb", 1.9), ("omo", 1.8)], [1, 3, 2]),
        # clearly better: stays
        ([("ngb", 2.0), ("ngb", 1.9), ("omo", 1.5)], [1, 2, 3]),
        # three partners in turn
        (
            [("ngb", 2.0), ("ngb", 2.0), ("omo", 2.0), ("omo", 2.0), ("pa", 2.0), ("pa", 2.0)],
            [1, 3, 5, 2, 4, 6],
        ),
        # within the margin of the best left, not of each other: no drift down a chain
        ([("ngb", 2.0), ("ngb", 1.9), ("ngb", 1.7), ("omo", 1.5)], [1, 2, 4, 3]),
        # asked of late gives way to an equal, not to a worse one
        ([("ngb", 2.0, 0.5), ("ngb", 1.9, 0.0)], [2, 1]),
        ([("ngb", 2.0, 0.5), ("ngb", 1.5, 0.0)], [1, 2]),
        # the turn of the partner goes before the burden
        ([("ngb", 2.0), ("ngb", 2.0), ("omo", 2.0, 0.9)], [1, 3, 2]),
        # who probably does not fit passes nobody, nor is passed by such
        ([("ngb", 2.0), ("ngb", 1.9), ("omo", 1.9, 0.0, 0.1)], [1, 2, 3]),
        ([("ngb", 2.0), ("ngb", 1.9, 0.0, 0.1), ("omo", 1.9, 0.0, 0.1)], [1, 2, 3]),
        # equal in all: as it was
        ([("ngb", 2.0), ("omo", 2.0), ("pa", 2.0)], [1, 2, 3]),
    ],
)
def test_the_order(rows: list[tuple[str | float, ...]], order: list[int]) -> None:
    assert [one.expert_id for one in spread(standings(*rows))] == order


def test_without_a_margin_the_score_alone_decides() -> None:
    given_order = standings(("ngb", 2.0), ("ngb", 1.9), ("omo", 1.8))
    assert spread(given_order, margin=0) == given_order


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"), st.floats(-3, 3), st.floats(0, 1), st.sampled_from([0.1, 0.9])
        ),
        max_size=20,
    )
)
def test_a_clearly_better_one_is_never_passed(rows: list[tuple[str | float, ...]]) -> None:
    given_order = standings(*sorted(rows, key=lambda row: -float(row[1])))
    found = spread(given_order)
    assert sorted(found, key=lambda one: one.expert_id) == given_order
    for place, earlier in enumerate(found):
        for later in found[place + 1 :]:
            assert later.score <= earlier.score + MARGIN
            if earlier.chance < WORTH_MOVING:
                assert earlier.expert_id < later.expert_id or later.score <= earlier.score
