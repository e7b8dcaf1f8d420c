"""Likeness of letters: character n-grams, which find the parts of Dutch compounds.

The numbers are those of TF-IDF over the n-grams within words (scikit-learn's `char_wb` with
sublinear counts). They are made word by word: texts share their words, so that each word is cut
into pieces once, and sparse matrices do the rest.
"""

import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from embeddings.unique_ids import check_ids

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

# Within words, 3 to 6 letters, accents dropped: the best of the kinds tried on Dutch requests.
SHORTEST, LONGEST = 3, 6

Floats = npt.NDArray[np.float32]


class LexicalIndex:
    """A snapshot that never changes after it was built; any thread may search it."""

    def __init__(
        self,
        ids: tuple[int, ...],
        places: dict[str, int],
        rarity: Floats,
        rows: "csr_matrix | None",
    ) -> None:
        """Use `build`; None for the rows stands for texts without a single n-gram."""
        self.ids = ids
        self._places = places
        self._rarity = rarity
        # By piece instead of by text: a search reads the pieces of its own text only.
        self._rows_of = None if rows is None else rows.T.tocsr()

    @classmethod
    def build(cls, ids: Sequence[int], texts: Sequence[str]) -> "LexicalIndex":
        """An index of the texts under their ids; there may be none.

        Raises UnequalLengths and DuplicateId.
        """
        check_ids(ids, len(texts))
        words, texts_by_word = _counted([words_of(text) for text in texts])
        pieces, words_by_piece = _counted([pieces_of(word) for word in words])
        if not pieces:
            return cls(tuple(ids), {}, np.empty(0, np.float32), None)
        counts = texts_by_word @ words_by_piece
        found_in = np.bincount(counts.indices, minlength=len(pieces))
        rarity = (np.log((1 + len(texts)) / (1 + found_in)) + 1).astype(np.float32)
        counts.data = _weighed(counts.data, rarity[counts.indices])
        counts.data /= np.repeat(_lengths(counts), np.diff(counts.indptr))
        return cls(tuple(ids), pieces, rarity, counts)

    def __len__(self) -> int:
        return len(self.ids)

    def scores(self, text: str) -> Floats:
        """The likeness of the text to each indexed one, 0 to 1: float32 (n,), aligned with ids."""
        counts = Counter(
            self._places[piece]
            for word in words_of(text)
            for piece in pieces_of(word)
            if piece in self._places
        )
        if self._rows_of is None or not counts:
            return np.zeros(len(self.ids), np.float32)
        at = np.array(sorted(counts))
        weights = _weighed(np.array([counts[place] for place in at], np.float32), self._rarity[at])
        unit = weights / np.linalg.norm(weights)
        likeness: Floats = self._rows_of[at].T @ unit
        return likeness

    def search(
        self, text: str, k: int, allowed_ids: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """The at most `k` likest ids with their scores, best first, ties by id.

        With `allowed_ids` only those can be found.
        """
        allowed = None if allowed_ids is None else set(allowed_ids)
        hits = [
            (identity, float(score))
            for identity, score in zip(self.ids, self.scores(text), strict=True)
            if allowed is None or identity in allowed
        ]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[: max(k, 0)]


def words_of(text: str) -> list[str]:
    """The words of a text in lower case and without accents, in their order."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).split()


def pieces_of(word: str) -> list[str]:
    """The pieces of 3 to 6 letters of a word (not empty) with a space at both ends."""
    padded = f" {word} "
    return [
        padded[start : start + size]
        for size in range(SHORTEST, min(LONGEST, len(padded)) + 1)
        for start in range(len(padded) - size + 1)
    ]


def _counted(rows: Sequence[Sequence[str]]) -> "tuple[dict[str, int], csr_matrix]":
    """Each item with its place, and how often it stands in each row: float32 (rows, items)."""
    # Imported late: a web process needs none of it.
    from scipy.sparse import csr_matrix

    items = dict.fromkeys(chain.from_iterable(rows))
    places = dict(zip(items, range(len(items)), strict=True))
    ends = np.cumsum([0, *map(len, rows)])
    found = map(places.__getitem__, chain.from_iterable(rows))
    at = np.fromiter(found, np.int32, count=ends[-1])
    shape = len(rows), len(places)
    counts = csr_matrix((np.ones(len(at), np.float32), at, ends), shape=shape)
    counts.sum_duplicates()
    return places, counts


def _lengths(rows: "csr_matrix") -> Floats:
    """The length of each row (n,); 1 for an empty one."""
    upto = np.concatenate([[0.0], np.cumsum(np.square(rows.data, dtype=np.float64))])
    squares = upto[rows.indptr[1:]] - upto[rows.indptr[:-1]]
    return np.sqrt(np.where(squares > 0, squares, 1)).astype(np.float32)


def _weighed(counts: Floats, rarity: Floats) -> Floats:
    """Sublinear counts by rarity: a piece that comes back often says little more than once."""
    weights: Floats = (1 + np.log(counts)) * rarity
    return weights
