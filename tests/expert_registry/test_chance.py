"""The probability of fit: what it rests on, and how it follows."""

from dataclasses import replace

import numpy as np
import pytest

from expert_registry.heads_file import shipped_heads
from expert_registry.ranking.chance import FITS_WELL, MAY_FIT, NOBODY_BELOW, chance, evidence
from expert_registry.ranking.fusion import Fused

FUSED = Fused(
    scores=np.array([2.0, -1.0, 0.5]),
    parts={},
    fit=np.array([0.9, 0.1, 0.5]),
    belief=np.array([1.0, 0.0]),
)


def test_the_evidence() -> None:
    found = evidence(FUSED)
    assert found[:, 0] == pytest.approx([np.log(9), -np.log(9), 0])
    assert found[:, 1].tolist() == [2.0, -1.0, 0.5]


def test_certainty_stays_finite() -> None:
    sure = evidence(replace(FUSED, fit=np.array([0.0, 1.0, 0.5])))
    assert np.isfinite(sure).all()


def test_no_experts_have_no_evidence() -> None:
    assert evidence(replace(FUSED, scores=np.zeros(0), fit=np.zeros(0))).shape == (0, 2)


@pytest.mark.parametrize(
    ("evidence_of_one", "expected"),
    [([0, 0], 0.5), ([2, 0], 0.88), ([0, -2], 0.27), ([1, -2], 0.5)],
)
def test_the_probability(evidence_of_one: list[float], expected: float) -> None:
    known = np.array([evidence_of_one], dtype=float)
    assert chance(known, (1.0, 0.5, 0.0))[0] == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("track", ["text", "form"])
def test_shipped_weights_follow_the_agreement_and_the_score(track: str) -> None:
    weights = shipped_heads().chance[track]
    low, high = evidence(replace(FUSED, scores=np.array([2.5, -1.0, 0.5])))[[1, 0]]
    assert chance(low[None], weights)[0] < MAY_FIT
    assert chance(high[None], weights)[0] > FITS_WELL


def test_the_limits_are_in_order() -> None:
    assert 0 < MAY_FIT < NOBODY_BELOW < FITS_WELL < 1
