"""The calibrated probability that an expert fits: on the theme of the request (grade 2 or 3)."""

from collections.abc import Sequence

import numpy as np

from expert_registry.ranking.fusion import MAIN_AND_KIND, Fused, Pool, Scores

EVIDENCE = 4
# The words for a probability. Of the first five of simulated rankings about one in eight below the
# lower one fits, half of those between, and more than eight in ten above the upper one.
MAY_FIT, FITS_WELL = 0.3, 0.6
# With no candidate above this, nobody clearly fits. On simulated rankings it costs least where a
# warning that fails to come (an invitation in vain) weighs as much as two that were not needed.
NOBODY_BELOW = 0.5


def evidence(fused: Fused, pool: Pool) -> Scores:
    """What the probability rests on (n, 4), for each expert of the pool.

    The log-odds of the expected gain, the score, how far it stays behind the best one, and how
    many experts the pool has for the believed themes (a logarithm).
    """
    share = np.clip(fused.gain / MAIN_AND_KIND, 1e-5, 1 - 1e-5)
    behind = fused.scores.max(initial=0.0) - fused.scores
    supply = np.log(float((pool.main @ fused.belief).sum()) + 0.1)
    agreement = np.log(share / (1 - share))
    return np.stack([agreement, fused.scores, behind, np.full(len(share), supply)], axis=1)


def chance(known: Scores, coefficients: Sequence[float]) -> Scores:
    """The probability (n,) from the evidence (n, 4), four weights and a constant."""
    *weights, constant = coefficients
    probability: Scores = 1 / (1 + np.exp(-(known @ np.array(weights) + constant)))
    return probability
