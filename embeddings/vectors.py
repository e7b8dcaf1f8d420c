"""Arrays of vectors: float32, one row each."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embeddings.errors import NotANumber, WrongDimension

Vectors = npt.NDArray[np.float32]
LayerMeans = npt.NDArray[np.float32]

# Which layers of twelve are kept beside the vector: the ninth tells subjects apart better than
# the last, and the two together better than either.
LAYERS = (9, 12)


@dataclass(frozen=True)
class Encoded:
    """What one pass of the model gives of n texts: vectors, and means of inner layers.

    `vectors` is float32 (n, d) of unit length, centred; `layers` is float32 (n, 2, d), the mean
    hidden states of `LAYERS` as they are, or None for a model without twelve layers.
    """

    vectors: Vectors
    layers: LayerMeans | None = None


def unit_length(vectors: Vectors) -> Vectors:
    """The rows scaled to length one; a row of zeros stays as it is."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = (vectors / np.maximum(lengths, 1e-12)).astype(np.float32)
    return scaled


def check_vectors(vectors: npt.NDArray[np.floating], dimension: int) -> Vectors:
    """The vectors as float32 (n, dimension), contiguous.

    Raises WrongDimension for another shape and NotANumber for NaN or infinity.
    """
    if vectors.ndim != 2 or vectors.shape[1] != dimension:
        raise WrongDimension(f"vectors of shape {vectors.shape}, not (n, {dimension})")
    with np.errstate(over="ignore"):
        narrowed = np.ascontiguousarray(vectors, dtype=np.float32)
    if not np.isfinite(narrowed).all():
        raise NotANumber("a vector holds NaN or infinity")
    return narrowed
