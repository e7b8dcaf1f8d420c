"""How likely a yes is, and enough of them."""

from itertools import product
from math import prod

import pytest

from service.domain.acceptance import chance_of_enough, chance_to_accept


@pytest.mark.parametrize(
    ("prior", "accepted", "finished", "chance"),
    [
        (0.5, 0, 0, 0.5),
        (0.45, 0, 0, 0.45),
        (0.5, 10, 10, 0.75),
        (0.5, 0, 10, 0.25),
        (0.6, 45, 90, 0.51),
    ],
)
def test_what_was_seen_is_added_to_what_was_expected(
    prior: float, accepted: int, finished: int, chance: float
) -> None:
    assert chance_to_accept(prior, accepted, finished) == pytest.approx(chance)


@pytest.mark.parametrize("chances", [[], [0.5], [0.45, 0.6], [0.2, 0.9, 0.5, 0.33]])
@pytest.mark.parametrize("needed", [0, 1, 2, 3, 5])
def test_the_chance_of_enough_is_the_sum_over_all_outcomes(
    needed: int, chances: list[float]
) -> None:
    total = sum(
        prod(p if yes else 1 - p for p, yes in zip(chances, answers, strict=True))
        for answers in product((True, False), repeat=len(chances))
        if sum(answers) >= needed
    )
    assert chance_of_enough(needed, chances) == pytest.approx(total)
