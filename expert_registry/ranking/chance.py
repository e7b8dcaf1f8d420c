"""The calibrated probability that an expert fits: on the theme of the request (grade 2 or 3)."""

from collections.abc import Sequence

import numpy as np

from expert_registry.ranking.fusion import Fused, Scores

EVIDENCE = 2
# The words for a probability. Of the first five of simulated rankings about one in eight below the
# lower one fits, half of those between, and more than eight in ten above the upper one.
MAY_FIT, FITS_WELL = 0.3, 0.6
# With no candidate above this, nobody clearly fits. On simulated rankings it costs least where a
# warning that fails to come (an invitation in vain) weighs as much as two that were not needed.
NOBODY_BELOW = 0.35


def evidence(fused: Fused) -> Scores:
    """What the probability rests on (n, 2): the log-odds of a fit by theme, and the score."""
    share = np.clip(fused.fit, 1e-5, 1 - 1e-5)
    return np.stack([np.log(share / (1 - share)), fused.scores], axis=1)


def chance(known: Scores, coefficients: Sequence[float]) -> Scores:
    """The probability (n,) from the evidence (n, 2), two weights and a constant."""
    *weights, constant = coefficients
    probability: Scores = 1 / (1 + np.exp(-(known @ np.array(weights) + constant)))
    return probability
