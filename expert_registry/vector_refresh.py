"""Keeps the stored vectors in step with the profiles: embeds only what changed."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import numpy.typing as npt
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from expert_registry.expert import profile_text
from expert_registry.stored_profiles import profile_of
from expert_registry.tables import Expert, ExpertVector, bump_version

EncodeDocument = Callable[[list[str]], npt.NDArray[np.float32]]
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
    encode_document: EncodeDocument,
    model_id: str,
    progress: Callable[[int, int], None] | None = None,
    limit: int | None = None,
) -> RefreshReport:
    """Embeds new and changed profiles with this model; drops vectors of experts that are gone.

    `encode_document` gives float32 (n, dimension), unit rows. `progress` gets the number done and
    the total after each batch. With `limit` at most so many are embedded, and `left` says how
    many wait: call again in a new transaction, so that no transaction lasts long. The registry
    version rises when nothing is left. Raises what the encoder raises; the caller commits.
    """
    removed = _remove_gone(session)
    texts = _texts(session)
    stale = _stale(session, model_id, texts)
    todo = list(stale)[:limit]
    for start in range(0, len(todo), BATCH):
        batch = todo[start : start + BATCH]
        vectors = encode_document([texts[expert_id] for expert_id in batch])
        for expert_id, vector in zip(batch, vectors, strict=True):
            session.merge(_vector_row(expert_id, model_id, texts[expert_id], vector))
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


def vector_of(row: ExpertVector) -> npt.NDArray[np.float32]:
    """The stored vector as float32 (dimension,)."""
    return np.frombuffer(row.vector, dtype=STORED_AS).astype(np.float32)


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
    expert_id: int, model_id: str, text: str, vector: npt.NDArray[np.float32]
) -> ExpertVector:
    return ExpertVector(
        expert_id=expert_id,
        model_id=model_id,
        text_hash=text_hash(text),
        dimension=len(vector),
        vector=vector.astype(STORED_AS).tobytes(),
    )
