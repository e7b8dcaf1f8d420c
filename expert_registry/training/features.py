"""What the heads learn from: rows of letter pieces and rows of centred layers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer

from embeddings.vectors import LayerMeans
from expert_registry.ranking.heads import SHARES
from expert_registry.ranking.letter_pieces import PIECES, plain
from expert_registry.training.ridge import Matrix

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

# A piece of one to three texts says little of the next, and there are very many of them.
LEAST_TEXTS = 4
# Weights are stored in steps: so many to either side of zero.
LEVELS = 15


@dataclass(frozen=True)
class LetterRows:
    """The texts and the hints as weighed pieces, with the pieces and their rarity."""

    texts: "csr_matrix"
    hints: "csr_matrix"
    pieces: list[str]
    rarity: Matrix


def letter_rows(name: str, texts: Sequence[str], hints: Sequence[str]) -> LetterRows:
    """Rows of squared length `SHARES[name]`; only the texts decide which pieces are known."""

    def pieces_of(text: str) -> list[str]:
        return [piece for piece, _start in PIECES[name](plain(text))]

    vectorizer = TfidfVectorizer(
        analyzer=pieces_of, sublinear_tf=True, min_df=LEAST_TEXTS, dtype=np.float64
    )
    size = math.sqrt(SHARES[name])
    rows = vectorizer.fit_transform(texts) * size
    pieces = [str(piece) for piece in vectorizer.get_feature_names_out()]
    return LetterRows(rows, vectorizer.transform(hints) * size, pieces, vectorizer.idf_)


def layer_rows(layers: LayerMeans, mean: npt.NDArray[np.floating]) -> Matrix:
    """The layers (n, 2, d) less their mean (2, d) as rows (n, 2 d) of the shared length."""
    centred = layers.astype(np.float64) - mean
    unit = centred / np.linalg.norm(centred, axis=-1, keepdims=True)
    rows: Matrix = unit.reshape(len(unit), -1) * math.sqrt(SHARES["vectors"] / layers.shape[1])
    return rows


def stepped(name: str, rows: LetterRows, weights: Matrix) -> dict[str, npt.NDArray[Any]]:
    """The weights (pieces, targets) of one kind of pieces, in steps, as arrays to store."""
    steps = np.maximum(np.abs(weights).max(axis=1), 1e-9) / LEVELS
    return {
        f"{name}_levels": np.round(weights / steps[:, None]).astype(np.int8),
        f"{name}_steps": steps.astype(np.float32),
        f"{name}_rarity": rows.rarity.astype(np.float16),
        f"{name}_pieces": np.frombuffer("\n".join(rows.pieces).encode(), np.uint8),
    }
