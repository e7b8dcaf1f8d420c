"""What a search works on: one unchanging picture of the registry, and the cache that renews it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

import numpy as np
import numpy.typing as npt
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from embeddings.lexical_index import LexicalIndex
from embeddings.vector_index import VectorIndex
from embeddings.vectors import LayerMeans, Vectors
from expert_registry.expert import ExpertProfile, profile_text
from expert_registry.heads_file import shipped_heads
from expert_registry.stored_profiles import profile_of
from expert_registry.tables import Expert, ExpertVector, SupportKind, Theme, registry_version
from expert_registry.theme_pool import ThemePool, read_experts
from expert_registry.vector_refresh import layers_of, vector_of


@dataclass(frozen=True)
class Snapshot:
    """The experts as they were at one registry version; never changed after it was built.

    `ids` holds every expert in rising order; `vectors` may lack some, or all while nothing is
    embedded. `labels` gives the Dutch name of a theme or support kind by slug.
    """

    version: int
    model_id: str | None
    ids: tuple[int, ...]
    profiles: Mapping[int, ExpertProfile]
    vectors: VectorIndex
    letters: LexicalIndex
    themes: ThemePool
    labels: Mapping[str, str]

    @cached_property
    def id_row(self) -> npt.NDArray[np.int64]:
        """The ids as an array (n,)."""
        return np.array(self.ids, np.int64)

    @cached_property
    def vector_places(self) -> npt.NDArray[np.int64]:
        """The place among `ids` of each indexed vector."""
        return np.searchsorted(self.id_row, np.array(self.vectors.ids, np.int64))

    @property
    def uses_layers(self) -> bool:
        """Whether the heads were trained with the model of these vectors."""
        return self.model_id == self.themes.heads.model_id


def build_snapshot(
    version: int,
    model_id: str | None,
    profiles: Mapping[int, ExpertProfile],
    vectors: Mapping[int, Vectors],
    labels: Mapping[str, str],
    layers: Mapping[int, LayerMeans] | None = None,
    earlier: Snapshot | None = None,
) -> Snapshot:
    """A snapshot of these profiles; vectors of experts without profile are left out.

    `layers` are used when the heads were trained with this model. What `earlier` knows of
    unchanged profiles is taken over. Raises WrongDimension, or NotANumber, when the vectors do
    not belong together, and UnusableHeads.
    """
    ids = tuple(sorted(profiles))
    texts = [profile_text(profiles[expert_id]) for expert_id in ids]
    embedded = [expert_id for expert_id in ids if expert_id in vectors]
    dimension = len(vectors[embedded[0]]) if embedded else 1
    rows = [vectors[expert_id] for expert_id in embedded]
    stacked = np.stack(rows) if rows else np.empty((0, dimension), np.float32)
    heads = shipped_heads()
    known = (layers or {}) if heads.model_id == model_id else {}
    return Snapshot(
        version=version,
        model_id=model_id,
        ids=ids,
        profiles=profiles,
        vectors=VectorIndex.build(embedded, stacked, dimension),
        letters=LexicalIndex.build(ids, texts),
        themes=read_experts(
            [profiles[expert_id] for expert_id in ids],
            [known.get(expert_id) for expert_id in ids],
            heads,
            earlier.themes if earlier else None,
        ),
        labels=labels,
    )


class SnapshotCache:
    """Gives a snapshot of the registry at once, and renews it when the version has changed."""

    def __init__(self, session_factory: Callable[[], Session]) -> None:
        self._session_factory = session_factory
        self._building = Lock()
        self._snapshot: Snapshot | None = None

    def current(self, model_id: str | None = None) -> Snapshot:
        """The latest snapshot, perhaps of a registry that has changed since; never waits for it.

        Only while there is none, or one without experts, it is made first, as `refresh` does.
        """
        snapshot = self._snapshot
        return snapshot if snapshot and snapshot.ids else self.refresh(model_id)

    def refresh(self, model_id: str | None = None) -> Snapshot:
        """The snapshot of the present registry with the vectors of this model.

        Without a model, of the best filled one. Reads the version row each time, so that a change
        by another process is seen too; builds anew when it or the model differs. Others go on
        with the former snapshot meanwhile; who refreshes too waits for the same new one.
        """
        with self._building, self._session_factory() as session:
            wanted = registry_version(session), model_id or _best_filled_model(session)
            found = self._snapshot
            if found is None or (found.version, found.model_id) != wanted:
                found = load_snapshot(session, *wanted, earlier=found)
                self._snapshot = found
            return found


def load_snapshot(
    session: Session, version: int, model_id: str | None, earlier: Snapshot | None = None
) -> Snapshot:
    """The snapshot of what the database holds; experts who withdrew are left out."""
    experts = session.scalars(select(Expert).where(Expert.status != "withdrawn"))
    rows = session.scalars(select(ExpertVector).where(ExpertVector.model_id == model_id)).all()
    themes = session.scalars(select(Theme))
    kinds = session.scalars(select(SupportKind))
    layers = {row.expert_id: layers_of(row) for row in rows}
    return build_snapshot(
        version=version,
        model_id=model_id,
        profiles={expert.id: profile_of(expert) for expert in experts},
        vectors={row.expert_id: vector_of(row) for row in rows},
        labels={item.slug: item.label_nl for item in (*themes, *kinds)},
        layers={key: found for key, found in layers.items() if found is not None},
        earlier=earlier,
    )


def _best_filled_model(session: Session) -> str | None:
    filled = func.count().desc()
    return session.scalars(
        select(ExpertVector.model_id)
        .group_by(ExpertVector.model_id)
        .order_by(filled, ExpertVector.model_id)
        .limit(1)
    ).first()
