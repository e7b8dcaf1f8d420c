"""What a search works on: one unchanging picture of the registry, and the cache that renews it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock

import numpy as np
import numpy.typing as npt
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from embeddings.lexical_index import LexicalIndex
from embeddings.vector_index import VectorIndex
from expert_registry.expert import ExpertProfile, profile_text
from expert_registry.ranking.reasons import word_rarity
from expert_registry.stored_profiles import profile_of
from expert_registry.tables import Expert, ExpertVector, SupportKind, Theme, registry_version
from expert_registry.vector_refresh import vector_of


@dataclass(frozen=True)
class Snapshot:
    """The experts as they were at one registry version; never changed after it was built.

    `ids` holds every expert; `vectors` may lack some, or all while nothing is embedded.
    `labels` gives the Dutch name of a theme or support kind by slug.
    """

    version: int
    model_id: str | None
    ids: tuple[int, ...]
    profiles: Mapping[int, ExpertProfile]
    vectors: VectorIndex
    letters: LexicalIndex
    rarity: Mapping[str, float]
    labels: Mapping[str, str]


def build_snapshot(
    version: int,
    model_id: str | None,
    profiles: Mapping[int, ExpertProfile],
    vectors: Mapping[int, npt.NDArray[np.float32]],
    labels: Mapping[str, str],
) -> Snapshot:
    """A snapshot of these profiles; vectors of experts without profile are left out.

    Raises WrongDimension, or NotANumber, when the vectors do not belong together.
    """
    ids = tuple(sorted(profiles))
    texts = [profile_text(profiles[expert_id]) for expert_id in ids]
    embedded = [expert_id for expert_id in ids if expert_id in vectors]
    dimension = len(vectors[embedded[0]]) if embedded else 1
    rows = [vectors[expert_id] for expert_id in embedded]
    stacked = np.stack(rows) if rows else np.empty((0, dimension), np.float32)
    return Snapshot(
        version=version,
        model_id=model_id,
        ids=ids,
        profiles=profiles,
        vectors=VectorIndex.build(embedded, stacked, dimension),
        letters=LexicalIndex.build(ids, texts),
        rarity=word_rarity(texts),
        labels=labels,
    )


class SnapshotCache:
    """Gives the snapshot of the present registry; rebuilt when the version row has changed."""

    def __init__(self, session_factory: Callable[[], Session]) -> None:
        self._session_factory = session_factory
        self._lock = Lock()
        self._asked: tuple[int, str | None] | None = None
        self._snapshot: Snapshot | None = None

    def current(self, model_id: str | None = None) -> Snapshot:
        """The snapshot with the vectors of this model; without one, of the best filled model.

        Reads the version row each time, so that a change by another process is seen too. A
        thread that asks while another rebuilds waits for the new snapshot.
        """
        with self._lock, self._session_factory() as session:
            asked = (registry_version(session), model_id)
            if self._snapshot is None or self._asked != asked:
                self._snapshot = load_snapshot(session, asked[0], model_id)
                self._asked = asked
            return self._snapshot


def load_snapshot(session: Session, version: int, model_id: str | None) -> Snapshot:
    """The snapshot of what the database holds; experts who withdrew are left out."""
    chosen = model_id or _best_filled_model(session)
    experts = session.scalars(select(Expert).where(Expert.status != "withdrawn"))
    rows = session.scalars(select(ExpertVector).where(ExpertVector.model_id == chosen))
    themes = session.scalars(select(Theme))
    kinds = session.scalars(select(SupportKind))
    return build_snapshot(
        version=version,
        model_id=chosen,
        profiles={expert.id: profile_of(expert) for expert in experts},
        vectors={row.expert_id: vector_of(row) for row in rows},
        labels={item.slug: item.label_nl for item in (*themes, *kinds)},
    )


def _best_filled_model(session: Session) -> str | None:
    filled = func.count().desc()
    return session.scalars(
        select(ExpertVector.model_id)
        .group_by(ExpertVector.model_id)
        .order_by(filled, ExpertVector.model_id)
        .limit(1)
    ).first()
