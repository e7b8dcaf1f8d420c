"""Keeps the stored vectors in step with the profiles: embeds only what changed."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from embeddings.vectors import Encoded, LayerMeans, Vectors
from expert_registry.expert import profile_text
from expert_registry.stored_profiles import profile_of
from expert_registry.tables import Expert, ExpertVector, bump_version

ReadDocument = Callable[[list[str]], Encoded]
BATCH = 32
STORED_AS = np.dtype("<f4")


@dataclass(frozen=True)
class RefreshReport:
    """Numbers of experts whose vector was made, was still right, was removed, or waits."""

    embedded: int
    kept: int
    removed: int
    left: int


def refresh_vectors(
    session: Session,
    read_document: ReadDocument,
    model_id: str,
    progress: Callable[[int, int], None] | None = None,
    limit: int | None = None,
) -> RefreshReport:
    """Embeds new and changed profiles with this model; drops vectors of experts that are gone.

    `read_document` gives vectors and layers. `progress` gets the number done and the total after
    each batch. With `limit` at most so many are embedded, and `left` says how
    many wait: call again in a new transaction, so that no transaction lasts long. The registry
    version rises when nothing is left. Raises what the encoder raises; the caller commits.
    """
    removed = _remove_gone(session)
    texts = _texts(session)
    stale = _stale(session, model_id, texts)
    todo = list(stale)[:limit]
    for start in range(0, len(todo), BATCH):
        batch = todo[start : start + BATCH]
        found = read_document([texts[expert_id] for expert_id in batch])
        for place, expert_id in enumerate(batch):
            session.merge(_vector_row(expert_id, model_id, texts[expert_id], found, place))
        if progress:
            progress(start + len(batch), len(todo))
    left = len(stale) - len(todo)
    session.flush()
    if (todo or removed) and not left:
        bump_version(session)
    return RefreshReport(len(todo), len(texts) - len(stale), removed, left)


def stale_texts(session: Session, model_id: str, limit: int | None = None) -> list[str]:
    """The texts that `refresh_vectors` would embed, in its order: to encode them beforehand."""
    return list(_stale(session, model_id, _texts(session)).values())[:limit]


def text_hash(text: str) -> str:
    """The fingerprint by which a changed text is noticed (SHA-256, hexadecimal)."""
    return sha256(text.encode()).hexdigest()


def vector_of(row: ExpertVector) -> Vectors:
    """The stored vector as float32 (dimension,)."""
    return np.frombuffer(row.vector, dtype=STORED_AS).astype(np.float32)


def layers_of(row: ExpertVector) -> LayerMeans | None:
    """The stored layers as float32 (2, dimension), or None for a model without them."""
    if row.layers is None:
        return None
    numbers = np.frombuffer(row.layers, dtype=STORED_AS).astype(np.float32)
    return numbers.reshape(-1, row.dimension)


def _texts(session: Session) -> dict[int, str]:
    experts = session.scalars(
        select(Expert).where(Expert.status != "withdrawn").order_by(Expert.id)
    )
    return {expert.id: profile_text(profile_of(expert)) for expert in experts}


def _stale(session: Session, model_id: str, texts: dict[int, str]) -> dict[int, str]:
    columns = select(ExpertVector.expert_id, ExpertVector.text_hash)
    rows = session.execute(columns.where(ExpertVector.model_id == model_id))
    made_of = dict(rows.all())
    return {key: text for key, text in texts.items() if made_of.get(key) != text_hash(text)}


def _remove_gone(session: Session) -> int:
    here = select(Expert.id).where(Expert.status != "withdrawn")
    gone = session.scalars(
        delete(ExpertVector)
        .where(ExpertVector.expert_id.not_in(here))
        .returning(ExpertVector.expert_id),
        execution_options={"synchronize_session": False},
    )
    return len(gone.all())


def _vector_row(
    expert_id: int, model_id: str, text: str, found: Encoded, place: int
) -> ExpertVector:
    vector = found.vectors[place]
    layers = None if found.layers is None else found.layers[place]
    return ExpertVector(
        expert_id=expert_id,
        model_id=model_id,
        text_hash=text_hash(text),
        dimension=len(vector),
        vector=vector.astype(STORED_AS).tobytes(),
        layers=None if layers is None else layers.astype(STORED_AS).tobytes(),
    )
