"""Makes missing vectors batch by batch; no transaction waits for the model."""

from collections.abc import Callable, Sequence

import numpy as np
from sqlalchemy import Engine

from embeddings.vectors import Encoded
from expert_registry.vector_refresh import RefreshReport, refresh_vectors, stale_texts
from service.database import reading, writing

BATCH = 64

ReadDocument = Callable[[Sequence[str]], Encoded]


def refresh_batch(engine: Engine, read: ReadDocument, model_id: str) -> RefreshReport:
    """Embed the next experts whose vector is missing or outdated, in a transaction of its own.

    `read` gives vectors and layers; what it raises is passed on.
    """
    with reading(engine) as session:
        texts = stale_texts(session, model_id, BATCH)
    ready = ReadyVectors(read, texts)
    with writing(engine) as session:
        return refresh_vectors(session, ready.read, model_id, limit=BATCH)


class ReadyVectors:
    """Vectors of documents that were encoded beforehand; a text that is new is encoded now."""

    def __init__(self, read: ReadDocument, texts: Sequence[str]) -> None:
        self._read = read
        self._found: dict[str, Encoded] = {}
        self._add(texts)

    def read(self, texts: list[str]) -> Encoded:
        """Give the vectors and layers of the texts."""
        self._add([text for text in texts if text not in self._found])
        found = [self._found[text] for text in texts]
        layers = [one.layers for one in found if one.layers is not None]
        vectors = np.concatenate([one.vectors for one in found])
        return Encoded(vectors, np.concatenate(layers) if len(layers) == len(found) else None)

    def _add(self, texts: Sequence[str]) -> None:
        if not texts:
            return
        found = self._read(texts)
        for place, text in enumerate(texts):
            row = slice(place, place + 1)
            layers = None if found.layers is None else found.layers[row]
            self._found[text] = Encoded(found.vectors[row], layers)
