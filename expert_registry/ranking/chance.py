"""The calibrated probability that an expert fits: on the theme of the request (grade 2 or 3)."""

from collections.abc import Sequence

import numpy as np

from expert_registry.ranking.fusion import MAIN_AND_KIND, Scores


def evidence(gain: Scores, vector: Scores, letters: Scores) -> Scores:
    """What the probability rests on (n, 3): log-odds of the gain, and the likeness of the texts."""
    share = np.clip(gain / MAIN_AND_KIND, 1e-5, 1 - 1e-5)
    return np.stack([np.log(share / (1 - share)), vector, letters], axis=1)


def chance(known: Scores, coefficients: Sequence[float]) -> Scores:
    """The probability (n,) from the evidence (n, 3), three weights and a constant."""
    probability: Scores = 1 / (1 + np.exp(-(known @ np.array(coefficients[:3]) + coefficients[3])))
    return probability
