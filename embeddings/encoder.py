"""Texts to vectors of unit length: prompts, long texts in chunks, centring."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from embeddings.centring import Centring, load_centring, without_mean
from embeddings.chunking import chunks
from embeddings.errors import NothingToEncode, UnusableCentring
from embeddings.model import load_model, model_id
from embeddings.vectors import LAYERS, Encoded, LayerMeans, Vectors, check_vectors, unit_length

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Kind = Literal["query", "document"]

# Room for the marks around a text and for a chunk that counts a token more than it did in place.
MARGIN = 8
BATCH = 32


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
        self._has_layers = _layer_count(model) == LAYERS[-1]

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """The vectors of questions: float32 (n, dimension), unit length.

        Raises NothingToEncode when a text is empty or white space.
        """
        return self.read_query(texts).vectors

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """The vectors of what can be found: float32 (n, dimension), unit length.

        Raises NothingToEncode when a text is empty or white space.
        """
        return self.read_document(texts).vectors

    def read_query(self, texts: Sequence[str]) -> Encoded:
        """Vectors and layers of questions, in one pass of the model.

        The layers of a long text are the mean over its pieces. Raises NothingToEncode.
        """
        return self._read(texts, "query")

    def read_document(self, texts: Sequence[str]) -> Encoded:
        """Vectors and layers of what can be found; as `read_query` otherwise."""
        return self._read(texts, "document")

    def _read(self, texts: Sequence[str], kind: Kind) -> Encoded:
        if not all(text.strip() and self._token_places(text) for text in texts):
            raise NothingToEncode("a text is empty or holds nothing but white space")
        if not texts:
            empty = np.empty((0, len(LAYERS), self.dimension), np.float32)
            return Encoded(empty[:, 0], empty if self._has_layers else None)
        limit = self._limit(kind)
        pieces = [chunks(text, limit, self._token_places) for text in texts]
        vectors, layers = self._read_pieces([piece for parts in pieces for piece in parts], kind)
        counts = np.array([*map(len, pieces)])
        starts = np.cumsum(counts) - counts
        sums = unit_length(np.add.reduceat(vectors, starts, axis=0))
        if layers is not None:
            layers = np.add.reduceat(layers, starts, axis=0) / counts[:, None, None]
            layers = layers.astype(np.float32)
        return Encoded(without_mean(sums, self._means[kind]), layers)

    def _limit(self, kind: Kind) -> int:
        prompt = len(self._token_places(self._model.prompts.get(kind) or ""))
        return int(self._model.max_seq_length or 512) - prompt - MARGIN

    def _token_places(self, text: str) -> list[tuple[int, int]]:
        found = self._tokenizer(
            text, add_special_tokens=False, return_offsets_mapping=True, verbose=False
        )
        places: list[tuple[int, int]] = found["offset_mapping"]
        return places

    def _read_pieces(self, pieces: list[str], kind: Kind) -> tuple[Vectors, LayerMeans | None]:
        if self._has_layers:
            prompt = self._model.prompts.get(kind) or ""
            return self._forward([prompt + piece for piece in pieces])
        encode = self._model.encode_query if kind == "query" else self._model.encode_document
        vectors = encode(pieces, normalize_embeddings=True, show_progress_bar=False)
        return check_vectors(np.asarray(vectors), self.dimension), None

    def _forward(self, texts: list[str]) -> tuple[Vectors, LayerMeans]:
        vectors = np.empty((len(texts), self.dimension), np.float32)
        layers = np.empty((len(texts), len(LAYERS), self.dimension), np.float32)
        for places in _of_like_length(texts):
            vectors[places], layers[places] = self._forward_batch([texts[n] for n in places])
        return check_vectors(unit_length(vectors), self.dimension), layers

    def _forward_batch(self, texts: list[str]) -> tuple[Vectors, LayerMeans]:
        import torch

        given = self._tokenizer(texts, padding=True, return_tensors="pt").to(self._model.device)
        marks = given["attention_mask"]
        words, *rest = self._model
        with torch.inference_mode():
            found = words.auto_model(
                input_ids=given["input_ids"], attention_mask=marks, output_hidden_states=True
            )
            features = {"token_embeddings": found.last_hidden_state, "attention_mask": marks}
            for module in rest:
                features = module(features)
            weights = (marks / marks.sum(dim=1, keepdim=True))[..., None]
            means = [(found.hidden_states[number] * weights).sum(dim=1) for number in LAYERS]
        vectors = features["sentence_embedding"].float().cpu().numpy()
        return vectors, torch.stack(means, dim=1).float().cpu().numpy()


def _layer_count(model: "SentenceTransformer") -> int:
    config = getattr(getattr(model[0], "auto_model", None), "config", None)
    return int(getattr(config, "num_hidden_layers", 0))


def _of_like_length(texts: list[str]) -> Iterator[list[int]]:
    # A batch is padded to its longest text.
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    for start in range(0, len(order), BATCH):
        yield order[start : start + BATCH]


def load_encoder(name_or_path: str | None = None, cache_folder: Path | None = None) -> Encoder:
    """An encoder for the model by that name; the bundled one comes with its centring.

    Raises what `load_model` raises, and UnusableCentring.
    """
    model = load_model(name_or_path, cache_folder)
    identity = model_id(name_or_path, model)
    shipped = load_centring()
    return Encoder(model, identity, shipped if shipped.model_id == identity else None)
