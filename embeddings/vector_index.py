"""Nearest vectors by exact inner product: the only place that knows FAISS."""

from collections.abc import Collection, Sequence

import faiss
import numpy as np
import numpy.typing as npt

from embeddings.unique_ids import check_ids
from embeddings.vectors import check_vectors


class VectorIndex:
    """A snapshot that never changes after it was built; any thread may search it."""

    def __init__(self, ids: tuple[int, ...], dimension: int, flat: faiss.IndexFlatIP) -> None:
        """Use `build`, which checks what goes in."""
        self.ids = ids
        self.dimension = dimension
        self._flat = flat
        self._place = {identity: place for place, identity in enumerate(ids)}

    @classmethod
    def build(
        cls, ids: Sequence[int], vectors: npt.NDArray[np.floating], dimension: int
    ) -> "VectorIndex":
        """An index of the vectors (n, dimension) under their ids; n may be 0.

        Raises UnequalLengths, DuplicateId, WrongDimension and NotANumber.
        """
        check_ids(ids, len(vectors))
        flat = faiss.IndexFlatIP(dimension)
        if len(ids):
            flat.add(check_vectors(vectors, dimension))
        return cls(tuple(ids), dimension, flat)

    def __len__(self) -> int:
        return len(self.ids)

    def search(
        self,
        query: npt.NDArray[np.floating],
        k: int,
        allowed_ids: Collection[int] | None = None,
    ) -> list[tuple[int, float]]:
        """The at most `k` nearest ids with their inner products, best first, ties by id.

        `query` has shape (dimension,). With `allowed_ids` only those can be found; ids that the
        index does not hold are passed over. Raises WrongDimension and NotANumber.
        """
        row = check_vectors(query[None], self.dimension)
        places = self._allowed_places(allowed_ids)
        wanted = min(k, len(places))
        if wanted < 1:
            return []
        selector = faiss.IDSelectorBatch(places)
        parameters = faiss.SearchParameters()
        parameters.sel = selector
        scores, found = self._flat.search(row, wanted, params=parameters)
        hits = [(self.ids[p], float(s)) for p, s in zip(found[0], scores[0], strict=True)]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))

    def scores(self, query: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
        """The inner product with each vector: float32 (n,), aligned with ids.

        `query` has shape (dimension,). Raises WrongDimension and NotANumber.
        """
        row = check_vectors(query[None], self.dimension)
        aligned = np.empty(len(self.ids), np.float32)
        if len(self.ids):
            scores, found = self._flat.search(row, len(self.ids))
            aligned[found[0]] = scores[0]
        return aligned

    def _allowed_places(self, allowed_ids: Collection[int] | None) -> npt.NDArray[np.int64]:
        if allowed_ids is None:
            return np.arange(len(self.ids), dtype=np.int64)
        places = {self._place[identity] for identity in allowed_ids if identity in self._place}
        return np.array(sorted(places), dtype=np.int64)
