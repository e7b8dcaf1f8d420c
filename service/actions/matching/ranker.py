"""The search of the registry, as the worker uses it: inference process and snapshot together."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from embeddings.errors import InferenceUnavailable
from expert_registry.search import RankedCandidate, RequestFacts, rank_experts
from expert_registry.snapshot import SnapshotCache


class QueryEncoder(Protocol):
    """What encodes a request: the client of the inference process, or an encoder itself."""

    def encode_query(self, texts: list[str]) -> npt.NDArray[np.float32]:
        """Give float32 (n, dimension), rows of unit length; raises InferenceUnavailable."""


@dataclass(frozen=True)
class Ranking:
    """Ranked candidates with what made them: model, registry version, size of the pool."""

    candidates: list[RankedCandidate]
    model_id: str
    registry_version: int
    pool_size: int
    degraded: bool


class Ranker:
    """Ranks experts; without inference it ranks on letters and ticks only, and says so."""

    def __init__(
        self,
        snapshots: SnapshotCache,
        encoder: QueryEncoder,
        model_id: Callable[[], str | None],
    ) -> None:
        """`model_id` names the model of the encoder, None while it loads."""
        self._snapshots = snapshots
        self._encoder = encoder
        self._model_id = model_id
        self._last_model: str | None = None

    def rank(
        self,
        facts: RequestFacts,
        allowed_ids: Collection[int],
        penalties: Mapping[int, float],
        top_k: int,
    ) -> Ranking:
        """Rank the allowed experts for a request, best first."""
        vector = self._encode(facts.text)
        snapshot = self._snapshots.current(self._last_model)
        if not len(snapshot.vectors):
            vector = None
        found = rank_experts(facts, snapshot, allowed_ids, top_k, vector, penalties)
        return Ranking(
            candidates=found,
            model_id=snapshot.model_id or "",
            registry_version=snapshot.version,
            pool_size=len(snapshot.ids),
            degraded=vector is None,
        )

    def _encode(self, text: str) -> npt.NDArray[np.float32] | None:
        try:
            model_id = self._model_id()
            if model_id is None:
                return None
            row: npt.NDArray[np.float32] = self._encoder.encode_query([text])[0]
        except InferenceUnavailable:
            return None
        # The vectors of another model must never be compared with this one's.
        self._last_model = model_id
        return row
