"""Guides and tools for a request, found by the search that finds the experts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from embeddings.vectors import Encoded, LayerMeans, Vectors
from expert_registry.expert import ExpertProfile, profile_text
from expert_registry.search import RequestFacts, rank_experts
from expert_registry.snapshot import Snapshot, build_snapshot
from expert_registry.tables import KnowledgeItem, registry_version

ReadDocument = Callable[[Sequence[str]], Encoded]

MOST = 5
# An item costs the reader little, so it is shown where an expert would not be called a clear fit.
LEAST_CHANCE = 0.2
# One deviation of the pool is 1, as with experts: another phase is a reason to rank lower.
OTHER_PHASE = 0.3
# Stands for every theme, or every phase, in an item.
EVERY = "*"


@dataclass(frozen=True)
class FoundItem:
    """A knowledge item; `chance` that it fits the theme, None for one that fits every request."""

    item_id: str
    chance: float | None


@dataclass(frozen=True)
class _Shelf:
    """The items as profiles at one registry version, places in the order of their ids."""

    version: int
    item_ids: tuple[str, ...]
    pool: Snapshot

    def other_phase(self, phase: str | None) -> dict[int, float]:
        if phase is None:
            return {}
        profiles = self.pool.profiles.items()
        return {n: OTHER_PHASE for n, item in profiles if not _is_for(phase, item)}

    def general(self, phase: str | None) -> list[FoundItem]:
        return [
            FoundItem(self.item_ids[n], None)
            for n, item in self.pool.profiles.items()
            if not item.themes and (phase is None or _is_for(phase, item))
        ]


class KnowledgeSearch:
    """Keeps the items ready to be searched; without vectors it goes by letters and ticks."""

    def __init__(self, session_factory: Callable[[], Session]) -> None:
        self._session_factory = session_factory
        self._shelf: _Shelf | None = None
        self._read: dict[tuple[str, str], tuple[Vectors, LayerMeans | None]] = {}

    def refresh(self, read_document: ReadDocument | None, model_id: str | None) -> int:
        """Bring the items in step with the registry and the model; give how many were embedded.

        Without a model, or without what reads documents, nothing is embedded. Raises what
        `read_document` raises; the items can be searched as they were before.
        """
        with self._session_factory() as session:
            version = registry_version(session)
            shelf = self._shelf
            if shelf and (shelf.version, shelf.pool.model_id) == (version, model_id):
                return 0
            items = session.scalars(select(KnowledgeItem).order_by(KnowledgeItem.id)).all()
            profiles = {number: _as_profile(item) for number, item in enumerate(items)}
        made = self._embed(profiles, read_document, model_id)
        ids = tuple(profile.external_id for profile in profiles.values())
        self._shelf = _Shelf(version, ids, self._pool(version, profiles, model_id))
        return made

    def find(
        self, request: RequestFacts, read: Encoded | None, model_id: str | None
    ) -> list[FoundItem]:
        """Give the at most five items that fit the request, best first, then the general ones.

        `read` is the request read by this model.
        """
        if self._shelf is None:
            self.refresh(None, None)
        shelf = self._shelf
        if shelf is None or not shelf.item_ids:
            return []
        known = read if model_id is not None and shelf.pool.model_id == model_id else None
        specific = [number for number, item in shelf.pool.profiles.items() if item.themes]
        found = rank_experts(
            replace(request, support_kinds=()),
            shelf.pool,
            specific,
            MOST,
            known,
            shelf.other_phase(request.phase),
        ).candidates
        items = [
            FoundItem(shelf.item_ids[one.expert_id], one.chance)
            for one in found
            if one.chance >= LEAST_CHANCE
        ]
        return [*items, *shelf.general(request.phase)][:MOST]

    def _embed(
        self,
        profiles: Mapping[int, ExpertProfile],
        read_document: ReadDocument | None,
        model_id: str | None,
    ) -> int:
        if read_document is None or model_id is None:
            return 0
        texts = [profile_text(profile) for profile in profiles.values()]
        missing = [text for text in texts if (model_id, text) not in self._read]
        if not missing:
            return 0
        found = read_document(missing)
        for place, text in enumerate(missing):
            layers = None if found.layers is None else found.layers[place]
            self._read[model_id, text] = found.vectors[place], layers
        return len(missing)

    def _pool(
        self, version: int, profiles: Mapping[int, ExpertProfile], model_id: str | None
    ) -> Snapshot:
        read = {
            number: self._read[model_id, text]
            for number, profile in profiles.items()
            if model_id is not None and (model_id, text := profile_text(profile)) in self._read
        }
        return build_snapshot(
            version=version,
            model_id=model_id,
            profiles=profiles,
            vectors={number: vector for number, (vector, _layers) in read.items()},
            labels={},
            layers={number: layers for number, (_v, layers) in read.items() if layers is not None},
        )


def _as_profile(item: KnowledgeItem) -> ExpertProfile:
    return ExpertProfile(
        external_id=item.id,
        partner_id="",
        role_title=item.title,
        summary=item.summary_nl,
        themes=tuple(theme for theme in item.themes if theme != EVERY),
        support_kinds=(),
        phases=tuple(item.phases),
    )


def _is_for(phase: str, item: ExpertProfile) -> bool:
    return phase in item.phases or EVERY in item.phases
