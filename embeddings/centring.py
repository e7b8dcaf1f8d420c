"""Centring: taking the mean query and the mean document out of every vector.

The vectors of one model lie close together; without their mean the differences count for more.
"""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from embeddings.errors import UnusableCentring
from embeddings.text_encoder import TextEncoder
from embeddings.vectors import Vectors, unit_length

SHIPPED = Path(__file__).parent / "centring.npz"


@dataclass(frozen=True)
class Centring:
    """The mean query and document vector, float32 (d,), of the model with `model_id`."""

    model_id: str
    query_mean: npt.NDArray[np.float32]
    document_mean: npt.NDArray[np.float32]

    @cached_property
    def fingerprint(self) -> str:
        """Eight hexadecimal digits that change with the means."""
        content = self.query_mean.tobytes() + self.document_mean.tobytes()
        return hashlib.sha256(content).hexdigest()[:8]

    def save(self, path: Path) -> None:
        """Writes the means to an npz file."""
        np.savez(
            path,
            model_id=np.array(self.model_id),
            query_mean=self.query_mean,
            document_mean=self.document_mean,
        )


def load_centring(path: Path = SHIPPED) -> Centring:
    """The means in an npz file; by default those shipped for the bundled model.

    Raises UnusableCentring when the file is missing, damaged or not finite.
    """
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as file:
            means = file["query_mean"], file["document_mean"]
            model_id = str(file["model_id"])
    except (OSError, EOFError, KeyError, ValueError, BadZipFile) as error:
        raise UnusableCentring(f"{path}: {error}") from error
    query_mean, document_mean = (mean.astype(np.float32) for mean in means)
    if query_mean.ndim != 1 or query_mean.shape != document_mean.shape:
        raise UnusableCentring(f"{path}: means of shape {query_mean.shape}, {document_mean.shape}")
    if not np.isfinite([query_mean, document_mean]).all():
        raise UnusableCentring(f"{path}: a mean holds NaN or infinity")
    return Centring(model_id, query_mean, document_mean)


def fit_centring(
    encoder: TextEncoder, queries: Sequence[str], documents: Sequence[str]
) -> Centring:
    """The means of these texts under an encoder that does not centre yet."""
    return Centring(
        encoder.model_id,
        encoder.encode_query(queries).mean(axis=0),
        encoder.encode_document(documents).mean(axis=0),
    )


def without_mean(vectors: Vectors, mean: npt.NDArray[np.float32] | None) -> Vectors:
    """The vectors less the mean, at unit length again; unchanged for None."""
    return vectors if mean is None else unit_length(vectors - mean)
