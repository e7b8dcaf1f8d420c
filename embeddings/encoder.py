"""Texts to vectors of unit length: prompts, long texts in chunks, centring."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from embeddings.centring import Centring, load_centring, without_mean
from embeddings.chunking import chunks
from embeddings.errors import NothingToEncode, UnusableCentring
from embeddings.model import load_model, model_id
from embeddings.vectors import Vectors, check_vectors, unit_length

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Kind = Literal["query", "document"]

# Room for the marks around a text and for a chunk that counts a token more than it did in place.
MARGIN = 8


class Encoder:
    """Encodes queries and documents with one model; not for several threads at a time."""

    def __init__(
        self, model: "SentenceTransformer", model_id: str, centring: Centring | None = None
    ) -> None:
        """Raises UnusableCentring when the means belong to another model."""
        if centring and centring.model_id != model_id:
            raise UnusableCentring(f"centring of {centring.model_id} for {model_id}")
        self._model = model
        self._tokenizer = model.tokenizer
        self._means: dict[Kind, npt.NDArray[np.float32] | None] = {
            "query": centring.query_mean if centring else None,
            "document": centring.document_mean if centring else None,
        }
        self.model_id = f"{model_id}+c{centring.fingerprint}" if centring else model_id
        self.dimension = int(model.get_embedding_dimension() or 0)

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """The vectors of questions: float32 (n, dimension), unit length.

        Raises NothingToEncode when a text is empty or white space.
        """
        return self._encode(texts, "query")

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """The vectors of what can be found: float32 (n, dimension), unit length.

        Raises NothingToEncode when a text is empty or white space.
        """
        return self._encode(texts, "document")

    def _encode(self, texts: Sequence[str], kind: Kind) -> Vectors:
        if not all(text.strip() and self._token_places(text) for text in texts):
            raise NothingToEncode("a text is empty or holds nothing but white space")
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        limit = self._limit(kind)
        pieces = [chunks(text, limit, self._token_places) for text in texts]
        vectors = self._encode_pieces([piece for parts in pieces for piece in parts], kind)
        starts = np.cumsum([0, *map(len, pieces[:-1])])
        sums = np.add.reduceat(vectors, starts, axis=0)
        return without_mean(unit_length(sums), self._means[kind])

    def _limit(self, kind: Kind) -> int:
        prompt = len(self._token_places(self._model.prompts.get(kind) or ""))
        return int(self._model.max_seq_length or 512) - prompt - MARGIN

    def _token_places(self, text: str) -> list[tuple[int, int]]:
        found = self._tokenizer(
            text, add_special_tokens=False, return_offsets_mapping=True, verbose=False
        )
        places: list[tuple[int, int]] = found["offset_mapping"]
        return places

    def _encode_pieces(self, pieces: list[str], kind: Kind) -> Vectors:
        encode = self._model.encode_query if kind == "query" else self._model.encode_document
        vectors = encode(pieces, normalize_embeddings=True, show_progress_bar=False)
        return check_vectors(np.asarray(vectors), self.dimension)


def load_encoder(name_or_path: str | None = None, cache_folder: Path | None = None) -> Encoder:
    """An encoder for the model by that name; the bundled one comes with its centring.

    Raises what `load_model` raises, and UnusableCentring.
    """
    model = load_model(name_or_path, cache_folder)
    identity = model_id(name_or_path, model)
    shipped = load_centring()
    return Encoder(model, identity, shipped if shipped.model_id == identity else None)
