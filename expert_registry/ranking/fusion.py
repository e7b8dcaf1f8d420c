"""Adds unlike features into one score.

The texts enter as z-scores over the pool, because cosines and n-gram scores have other scales.
What was ticked enters as it is: a person said so, and that does not depend on the pool.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]

# Measured on requests and profiles that were judged by hand; a ticked theme counts most.
WEIGHTS = {
    "vector": 1.0,
    "letters": 1.0,
    "theme": 3.0,
    "support_kind": 0.5,
    "phase": 0.25,
    "penalty": -1.0,
}


def standardised(values: npt.NDArray[np.floating]) -> Scores:
    """The z-scores of float (n,): mean 0, deviation 1; NaN (unknown) becomes 0, the mean.

    Values that do not differ become zeros.
    """
    scores = np.asarray(values, dtype=np.float64)
    known = scores[~np.isnan(scores)]
    spread = float(known.std()) if known.size else 0.0
    if spread < 1e-9:
        return np.zeros(scores.shape)
    scaled: Scores = np.nan_to_num((scores - known.mean()) / spread, nan=0.0)
    return scaled


def fused(features: Mapping[str, Scores], weights: Mapping[str, float] = WEIGHTS) -> Scores:
    """The weighted sum of the features, float64 (n,). Raises KeyError for one without weight."""
    total: Scores = np.zeros(())
    for name, row in features.items():
        total = total + weights[name] * row
    return total
