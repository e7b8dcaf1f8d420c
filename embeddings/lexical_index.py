"""Likeness of letters: character n-grams, which find the parts of Dutch compounds."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from embeddings.unique_ids import check_ids

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

# Within words, 3 to 6 letters, accents dropped: the best of the kinds tried on Dutch requests.
ANALYZER = "char_wb"
NGRAMS = (3, 6)


class LexicalIndex:
    """A snapshot that never changes after it was built; any thread may search it."""

    def __init__(
        self,
        ids: tuple[int, ...],
        vectorizer: "TfidfVectorizer | None",
        rows: "csr_matrix | None",
    ) -> None:
        """Use `build`; None for both stands for texts without a single n-gram."""
        self.ids = ids
        self._vectorizer = vectorizer
        # By piece instead of by text: a search reads the pieces of its own text only.
        self._places_of = None if rows is None else rows.T.tocsr()

    @classmethod
    def build(cls, ids: Sequence[int], texts: Sequence[str]) -> "LexicalIndex":
        """An index of the texts under their ids; there may be none.

        Raises UnequalLengths and DuplicateId.
        """
        check_ids(ids, len(texts))
        # Imported late: it takes a second that a web process need not spend at its start.
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectorizer = TfidfVectorizer(
            analyzer=ANALYZER,
            ngram_range=NGRAMS,
            sublinear_tf=True,
            strip_accents="unicode",
            dtype=np.float32,
        )
        if not any(map(vectorizer.build_analyzer(), texts)):
            return cls(tuple(ids), None, None)
        return cls(tuple(ids), vectorizer, vectorizer.fit_transform(texts))

    def __len__(self) -> int:
        return len(self.ids)

    def scores(self, text: str) -> npt.NDArray[np.float32]:
        """The likeness of the text to each indexed one, 0 to 1: float32 (n,), aligned with ids."""
        if self._vectorizer is None or self._places_of is None:
            return np.zeros(len(self.ids), np.float32)
        row = self._vectorizer.transform([text])
        likeness: npt.NDArray[np.float32] = (row @ self._places_of).toarray()[0]
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
