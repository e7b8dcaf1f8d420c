"""Who comes third when the text leaves open which theme is meant."""

import numpy as np
import pytest

from expert_registry.expert import ExpertProfile
from expert_registry.ranking.second_theme import OPEN, WITHIN, moved_up
from expert_registry.search import RequestFacts, rank_experts
from expert_registry.snapshot import build_snapshot

# The main theme of each expert, best first, in the order of the places.
EARLY, LATE, NEVER = [0, 0, 1, 0, 1], [0, 0, 0, 2, 1, 1], [0, 0, 0, 2]
CLEAR = np.array([0.9, 0.05, 0.05])
AS_OPEN = np.array([0.8, OPEN * 0.8, 0.08])
JUST_CLEAR = np.array([0.8, OPEN * 0.8 - 0.001, 0.08])
UNTIL_THE_END = [0] * (WITHIN - 1) + [1]


@pytest.mark.parametrize(
    ("belief", "mains", "expected"),
    [
        (AS_OPEN, LATE, 4),  # the best of those with the second theme
        (JUST_CLEAR, LATE, None),
        (CLEAR, LATE, None),
        (AS_OPEN, EARLY, None),  # one of the first three knows it already
        (AS_OPEN, NEVER, None),
        (AS_OPEN, UNTIL_THE_END, WITHIN - 1),
        (AS_OPEN, [0, *UNTIL_THE_END], None),  # too far behind
        (AS_OPEN, [0], None),
        (AS_OPEN, [], None),
    ],
)
def test_who_is_moved_up(belief: np.ndarray, mains: list[int], expected: int | None) -> None:
    main = np.eye(3)[mains].reshape(-1, 3)
    assert moved_up(np.arange(len(mains)), belief, main) == expected


def test_the_order_counts_not_the_place_in_the_pool() -> None:
    main = np.eye(3)[[1, 0, 0, 0, 2]]
    assert moved_up(np.array([3, 2, 1, 4, 0]), AS_OPEN, main) == 4


def expert(name: str, theme: str) -> ExpertProfile:
    return ExpertProfile(name, "ngb", "Hielp een gemeente.", (theme,), ("duiding",))


FOOTBALL = {number: expert(f"V{number}", "voetbal") for number in range(4)}
POOL = build_snapshot(0, None, FOOTBALL | {4: expert("A", "asielopvang")}, {}, {})


@pytest.mark.parametrize(
    ("themes", "allowed", "ids"),
    [
        (("voetbal",), None, [0, 1, 2, 3, 4]),
        (("voetbal", "asielopvang"), None, [4, 0, 1, 2, 3]),
        (("voetbal", "asielopvang"), {0, 1, 2, 3}, [0, 1, 2, 3]),
    ],
)
def test_with_two_themes_ticked_both_are_among_the_first(
    themes: tuple[str, ...], allowed: set[int] | None, ids: list[int]
) -> None:
    found = rank_experts(RequestFacts("", themes), POOL, allowed, 5, None).candidates
    assert sorted(one.expert_id for one in found[:3]) == sorted(ids[:3])
    assert {one.expert_id for one in found} == set(ids)
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    for one in found:
        parts = {name: part for name, part in one.features.items() if name != "chance"}
        assert one.score == pytest.approx(sum(parts.values()))
