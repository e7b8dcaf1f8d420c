"""Made-up registries: who fits, what is ticked, and that the same seed gives the same ones."""

import numpy as np
import pytest

from expert_registry.training.simulated_rankings import (
    SHOWN,
    SIZES,
    LeftOut,
    PutTogether,
    Simulation,
    _fits,
    _put_together,
)

THEMES, EACH, KINDS = 6, 45, 2


def left_out(texts_per_theme: int, seed: int) -> LeftOut:
    rng = np.random.default_rng(seed)
    theme_of = np.repeat(np.arange(THEMES), texts_per_theme)
    logits = 4 * np.eye(THEMES)[theme_of] + rng.normal(size=(len(theme_of), THEMES))
    ticked = (rng.random((len(theme_of), KINDS)) < 0.5).astype(float)
    nothing, alone = np.zeros(THEMES), np.zeros((len(theme_of), THEMES))
    return LeftOut(logits, nothing, ticked - 0.5, nothing[:KINDS], theme_of, alone, ticked)


@pytest.fixture(scope="module")
def simulation() -> Simulation:
    requests, profiles = left_out(5, 1), left_out(EACH, 2)
    alike = (requests.theme_of[:, None] == profiles.theme_of[None]).astype(float)
    return Simulation(requests, profiles, alike, alike)


@pytest.mark.parametrize("declared", [False, True])
def test_the_first_of_each_ranking_are_given(simulation: Simulation, declared: bool) -> None:
    found = list(simulation.shown(declared=declared, seed=0))
    assert len(found) == len(SIZES) * THEMES * 5
    assert {known.shape for known, _fit in found} == {(SHOWN, 2)}
    first, last = (np.mean([fit[at] for _known, fit in found]) for at in (0, SHOWN - 1))
    assert first > last
    again = list(simulation.shown(declared=declared, seed=0))
    assert all(np.array_equal(a[0], b[0]) for a, b in zip(found, again, strict=True))


@pytest.mark.parametrize(
    ("main", "sides", "kinds", "fits"),
    [
        (0, [], [0], True),  # the theme of the request, whatever the kind
        (0, [], [1], True),
        (1, [0], [0], True),  # as a further theme with the kind of support
        (1, [0], [1], False),
        (1, [2], [0], False),
    ],
)
def test_who_fits(main: int, sides: list[int], kinds: list[int], fits: bool) -> None:
    def one(theme: int, ticked: list[int]) -> LeftOut:
        empty = np.zeros((1, 3))
        row = np.isin(np.arange(2), ticked)[None].astype(float)
        return LeftOut(empty, empty[0], empty, empty[0], np.array([theme]), empty, row)

    def alone(further: list[int]) -> PutTogether:
        row = np.isin(np.arange(3), further)[None].astype(float)
        return PutTogether(np.ones((1, 1)), np.array([0]), row)

    found = _fits(one(0, [0]), alone([]), one(main, kinds), alone(sides))
    assert found.tolist() == [[fits]]


def test_texts_put_together_keep_their_length_and_main_theme() -> None:
    texts = left_out(4, 3)
    near = np.ones((THEMES, THEMES)) - np.eye(THEMES)
    mains = np.arange(len(texts.theme_of))
    found = _put_together(np.random.default_rng(0), mains, texts, near, 3)
    assert np.linalg.norm(found.shares, axis=1) == pytest.approx(1)
    assert (found.shares.argmax(axis=1) == mains).all()
    assert not found.sides[np.arange(len(mains)), texts.theme_of].any()
    assert set(found.sides.sum(axis=1)) == {0, 1, 2}


def test_a_text_with_further_themes_of_its_own_stays_as_it_is() -> None:
    texts = left_out(4, 3)
    texts.sides[0, 5] = 1
    near = np.ones((THEMES, THEMES)) - np.eye(THEMES)
    found = _put_together(np.random.default_rng(0), np.zeros(30, int), texts, near, 3)
    assert (found.shares[:, 0] == 1).all()
    assert found.sides.tolist() == [[0, 0, 0, 0, 0, 1]] * 30
    assert texts.sides.sum() == 1
