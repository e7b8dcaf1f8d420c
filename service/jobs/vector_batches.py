"""Makes missing vectors batch by batch; no transaction waits for the model."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from expert_registry.expert import profile_text
from expert_registry.stored_profiles import profile_of
from expert_registry.tables import Expert, ExpertVector
from expert_registry.vector_refresh import RefreshReport, refresh_vectors, text_hash
from service.database import reading, writing

BATCH = 64

Vectors = npt.NDArray[np.float32]
EncodeDocument = Callable[[Sequence[str]], Vectors]


def refresh_batch(engine: Engine, encode: EncodeDocument, model_id: str) -> RefreshReport:
    """Embed the next experts whose vector is missing or outdated, in a transaction of its own.

    `encode` gives float32 (n, dimension), rows of unit length; what it raises is passed on.
    """
    with reading(engine) as session:
        texts = stale_texts(session, model_id, BATCH)
    ready = ReadyVectors(encode, texts)
    with writing(engine) as session:
        return refresh_vectors(session, ready.encode, model_id, limit=BATCH)


class ReadyVectors:
    """Vectors of documents that were encoded beforehand; a text that is new is encoded now."""

    def __init__(self, encode: EncodeDocument, texts: Sequence[str]) -> None:
        self._encode = encode
        self._vectors: dict[str, Vectors] = {}
        self._add(texts)

    def encode(self, texts: list[str]) -> Vectors:
        """Give the vectors of the texts: float32 (n, dimension), rows of unit length."""
        self._add([text for text in texts if text not in self._vectors])
        return np.stack([self._vectors[text] for text in texts])

    def _add(self, texts: Sequence[str]) -> None:
        if texts:
            self._vectors.update(zip(texts, self._encode(texts), strict=True))


def stale_texts(session: Session, model_id: str, limit: int) -> list[str]:
    """Give the texts of the first experts whose vector for this model is missing or outdated."""
    columns = select(ExpertVector.expert_id, ExpertVector.text_hash)
    rows = session.execute(columns.where(ExpertVector.model_id == model_id))
    made_of = dict(rows.all())
    experts = session.scalars(
        select(Expert).where(Expert.status != "withdrawn").order_by(Expert.id)
    )
    texts = ((expert.id, profile_text(profile_of(expert))) for expert in experts)
    return [text for key, text in texts if made_of.get(key) != text_hash(text)][:limit]
