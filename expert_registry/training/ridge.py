"""Ridge regression in its dual form, with exact predictions of texts left out by groups."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Fit:
    """Dual coefficients (n, targets), intercept (targets,), and left-out predictions."""

    dual: Matrix
    intercept: Matrix
    left_out: Matrix


def fit_ridge(
    kernel: Matrix, targets: Matrix, weights: Matrix, penalty: float, groups: Numbers
) -> Fit:
    """The fit of n weighted texts with this kernel (n, n) to targets (n, targets).

    `left_out` predicts each text by a fit without any text of its group (n,); all fits share the
    intercept.
    """
    root = np.sqrt(weights)
    intercept = weights @ targets / weights.sum()
    wanted = (targets - intercept) * root[:, None]
    spread = root[:, None] * kernel * root[None]
    spread[np.diag_indices_from(spread)] += penalty
    inverse = np.linalg.inv(spread)
    dual = inverse @ wanted
    left_out = wanted.copy()
    for group in np.unique(groups):
        of_group = np.flatnonzero(groups == group)
        left_out[of_group] -= np.linalg.solve(inverse[np.ix_(of_group, of_group)], dual[of_group])
    return Fit(root[:, None] * dual, intercept, left_out / root[:, None] + intercept)
