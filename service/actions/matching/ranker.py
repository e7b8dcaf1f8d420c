"""The search of the registry, as the worker uses it: inference process and snapshot together."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from embeddings.errors import InferenceUnavailable
from embeddings.vectors import Encoded, Vectors
from expert_registry.knowledge_search import FoundItem, KnowledgeSearch
from expert_registry.search import (
    FittingExpert,
    LikelyKind,
    LikelyTheme,
    RankedCandidate,
    RequestFacts,
    rank_experts,
)
from expert_registry.snapshot import SnapshotCache
from expert_registry.supply import ShortSupply


class QueryReader(Protocol):
    """What reads a request: the client of the inference process, or an encoder itself."""

    def read_query(self, texts: list[str]) -> Encoded:
        """Give the vectors and layers of requests; raises InferenceUnavailable."""


@dataclass(frozen=True)
class Ranking:
    """Ranked candidates with what made them: model, registry version, size of the pool.

    `themes` and `kinds` are the likeliest of the text, to suggest them. `fitting` are all who fit
    clearly, asked or not; `supply` says how many the registry has for what is asked. `knowledge`
    are guides and tools that fit. `vector` (d,) is what the model read, None when degraded.
    """

    candidates: list[RankedCandidate]
    themes: list[LikelyTheme]
    kinds: list[LikelyKind]
    fitting: list[FittingExpert]
    supply: list[ShortSupply]
    knowledge: list[FoundItem]
    vector: Vectors | None
    model_id: str
    registry_version: int
    pool_size: int
    degraded: bool


class Ranker:
    """Ranks experts; without inference it ranks on letters and ticks only, and says so."""

    def __init__(
        self,
        snapshots: SnapshotCache,
        encoder: QueryReader,
        model_id: Callable[[], str | None],
        knowledge: KnowledgeSearch | None = None,
    ) -> None:
        """`model_id` names the model of the encoder, None while it loads."""
        self._snapshots = snapshots
        self._encoder = encoder
        self._model_id = model_id
        self._knowledge = knowledge
        self._last_model: str | None = None

    def rank(
        self,
        facts: RequestFacts,
        allowed_ids: Collection[int],
        penalties: Mapping[int, float],
        top_k: int,
    ) -> Ranking:
        """Rank the allowed experts for a request, best first."""
        read = self._read(facts.text)
        snapshot = self._snapshots.current(self._last_model)
        # The vectors of another model must never be compared with this one's.
        if not len(snapshot.vectors) or snapshot.model_id != self._last_model:
            read = None
        found = rank_experts(facts, snapshot, allowed_ids, top_k, read, penalties)
        return Ranking(
            candidates=found.candidates,
            themes=found.themes,
            kinds=found.kinds,
            fitting=found.fitting,
            supply=found.supply,
            knowledge=self._fitting_items(facts, read),
            vector=None if read is None else read.vectors[0],
            model_id=snapshot.model_id or "",
            registry_version=snapshot.version,
            pool_size=len(snapshot.ids),
            degraded=read is None,
        )

    def _fitting_items(self, facts: RequestFacts, read: Encoded | None) -> list[FoundItem]:
        if self._knowledge is None:
            return []
        return self._knowledge.find(facts, read, self._last_model)

    def _read(self, text: str) -> Encoded | None:
        try:
            model_id = self._model_id()
            if model_id is None:
                return None
            read = self._encoder.read_query([text])
        except InferenceUnavailable:
            return None
        self._last_model = model_id
        return read
