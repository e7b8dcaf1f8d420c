"""Makes scores honest: theme logits and the probability of fit, on texts that were left out."""

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from expert_registry.ranking.fusion import softmax
from expert_registry.training.ridge import Matrix

SLOPES = (5, 8, 12, 16, 20, 25, 30, 40, 60)
BIAS_PENALTY = 10.0

Numbers = npt.NDArray[np.int64]


def calibrate(scores: Matrix, truth: Numbers) -> tuple[float, Matrix]:
    """The slope, and a bias per theme, with which the scores (n, T) give the truest chances."""
    rows = np.arange(len(truth))
    start = float(min(SLOPES, key=lambda slope: -_log_chance(scores * slope, truth).mean()))
    hits = np.zeros(scores.shape)
    hits[rows, truth] = 1

    def loss(known: Matrix) -> tuple[float, Matrix]:
        slope, bias = known[0], known[1:]
        logits = scores * start * slope + bias
        error = softmax(logits) - hits
        slopes = float((error * scores * start).sum())
        value = -_log_chance(logits, truth).sum() + BIAS_PENALTY / 2 * float(bias @ bias)
        return value, np.r_[slopes, error.sum(axis=0) + BIAS_PENALTY * bias]

    first = np.r_[1.0, np.zeros(scores.shape[1])]
    found = minimize(loss, first, jac=True, method="L-BFGS-B").x
    return start * float(found[0]), found[1:]


def fit_chance(evidence: Matrix, fits: npt.NDArray[np.bool_]) -> list[float]:
    """Weights and a constant that turn evidence (n, features) into the probability of fit."""
    model = LogisticRegression(C=1.0, max_iter=1000).fit(evidence, fits)
    return [*map(float, model.coef_[0]), float(model.intercept_[0])]


def _log_chance(logits: Matrix, truth: Numbers) -> Matrix:
    chances = softmax(logits)[np.arange(len(truth)), truth]
    logs: Matrix = np.log(np.maximum(chances, 1e-300))
    return logs
