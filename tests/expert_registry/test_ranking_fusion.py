"""How themes, kinds and likeness make one score."""

import numpy as np
import pytest

from expert_registry.ranking.fusion import Asked, Pool, fuse, gather, softmax, standardised

NOTHING = np.zeros(3)


@pytest.mark.parametrize(
    ("values", "scores"),
    [
        ([], []),
        ([5.0], [0.0]),
        ([2.0, 2.0, 2.0], [0.0, 0.0, 0.0]),
        ([1.0, 3.0], [-1.0, 1.0]),
        ([1.0, np.nan, 3.0], [-1.0, 0.0, 1.0]),
        ([np.nan, np.nan], [0.0, 0.0]),
    ],
)
def test_z_scores(values: list[float], scores: list[float]) -> None:
    assert standardised(np.array(values)).tolist() == scores


def pool_of(main: object = None, side: object = None, ticked: object = None) -> Pool:
    """Three experts, three themes, two kinds; the texts speak for theme 0, 1 and 2 in turn."""
    zeros = np.zeros((3, 3))
    return gather(
        4 * np.eye(3),
        np.full((3, 2), 0.5),
        zeros if main is None else np.array(main, float),
        zeros if side is None else np.array(side, float),
        np.zeros((3, 2)) if ticked is None else np.array(ticked, float),
    )


def asked(text: object = (0, 0, 0), ticks: object = (0, 0, 0), kinds: object = (0, 0)) -> Asked:
    return Asked(np.array(text, float), np.full(2, 0.5), np.array(ticks, float), np.array(kinds))


MOVED = [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
SIDES = [[0, 0, 1], [1, 0, 0], [0, 1, 0]]


@pytest.mark.parametrize(
    ("request_", "pool", "first"),
    [
        (asked(text=(0, 4, 0)), pool_of(), 1),
        (asked(ticks=(0, 0, 1)), pool_of(), 2),
        (asked(text=(0, 4, 0)), pool_of(main=MOVED), 0),  # a tick is believed before the text
        (asked(ticks=(0, 0, 1)), pool_of(main=MOVED, side=SIDES), 1),  # main before side
        (asked(text=(4, 0, 0), ticks=(0, 0, 1)), pool_of(main=np.eye(3)), 2),
        (asked(kinds=(0, 1)), pool_of(ticked=[[1, 0], [0, 1], [1, 0]]), 1),
    ],
)
def test_who_scores_highest(request_: Asked, pool: Pool, first: int) -> None:
    assert int(fuse(request_, NOTHING, NOTHING, NOTHING, pool).scores.argmax()) == first


@pytest.mark.parametrize("part", ["vector", "letters", "phase"])
def test_likeness_and_phase_decide_between_equals(part: str) -> None:
    facts = {"vector": NOTHING, "letters": NOTHING, "phase": NOTHING}
    facts[part] = np.array([0.0, 0.0, 1.0])
    same = gather(
        np.zeros((3, 3)), np.zeros((3, 2)), np.zeros((3, 3)), np.zeros((3, 3)), np.zeros((3, 2))
    )
    assert int(fuse(asked(text=(4, 0, 0)), **facts, pool=same).scores.argmax()) == 2


def test_the_score_is_the_sum_of_its_parts() -> None:
    found = fuse(asked(text=(0, 4, 0)), np.array([1.0, 0, -1]), NOTHING, NOTHING, pool_of())
    assert found.scores == pytest.approx(sum(found.parts.values()))
    assert found.belief.sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("theme", "kinds", "fit"),
    [
        (0, (1, 0), 0.85),  # the main theme, with the kind of support
        (0, (0, 1), 0.85),  # and without it
        (1, (1, 0), 0.85 * (0.9 + 0.1 * 0.5)),  # a further theme, with the kind
        (1, (0, 1), 0.85 * 0.1 * 0.5),
        (2, (1, 0), 0.0),
    ],
)
def test_how_likely_an_expert_fits_by_theme(theme: int, kinds: tuple[int, int], fit: float) -> None:
    sides = [[0, 1, 0], [0, 0, 0], [0, 0, 0]]
    pool = pool_of(main=np.eye(3), side=sides, ticked=[[1, 0], [0, 0], [0, 0]])
    sure = 50 * np.eye(3)[theme]
    found = fuse(asked(text=sure, kinds=kinds), NOTHING, NOTHING, NOTHING, pool)
    # The rest of a belief in ticks goes to the text, which speaks for theme 0.
    by_text = 0.15 * softmax(4 * np.eye(3))[0][theme]
    assert found.fit[0] == pytest.approx(fit + by_text, abs=1e-6)


def test_a_part_of_a_pool_scores_its_experts_in_their_order() -> None:
    part = pool_of().part(np.array([2, 0]))
    nothing = np.zeros(2)
    found = fuse(asked(text=(0, 0, 4)), nothing, nothing, nothing, part)
    assert int(found.scores.argmax()) == 0
