"""Ridge regression in its dual form, with exact predictions of each text left out."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Fit:
    """Dual coefficients (n, targets), intercept (targets,), and left-one-out predictions."""

    dual: Matrix
    intercept: Matrix
    left_out: Matrix


def fit_ridge(kernel: Matrix, targets: Matrix, weights: Matrix, penalty: float) -> Fit:
    """The fit of n weighted texts with this kernel (n, n) to targets (n, targets)."""
    root = np.sqrt(weights)
    intercept = weights @ targets / weights.sum()
    wanted = (targets - intercept) * root[:, None]
    values, vectors = np.linalg.eigh(root[:, None] * kernel * root[None])
    values = np.maximum(values, 0) + penalty
    dual = vectors @ ((vectors.T @ wanted) / values[:, None])
    diagonal = ((vectors**2) / values).sum(axis=1)
    left_out = (wanted - dual / diagonal[:, None]) / root[:, None] + intercept
    return Fit(root[:, None] * dual, intercept, left_out)
