"""Texts to vectors of unit length: prompts, long texts in chunks, centring."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from embeddings.centring import Centring, load_centring, without_mean
from embeddings.chunking import chunks
from embeddings.errors import NothingToEncode, UnusableCentring
from embeddings.network import AUTO, Kind, Network
from embeddings.network_choice import choose_network
from embeddings.vectors import LAYERS, Encoded, Vectors, unit_length

# Room for the marks around a text and for a chunk that counts a token more than it did in place.
MARGIN = 8


class Encoder:
    """Encodes queries and documents with one model; not for several threads at a time."""

    def __init__(self, network: Network, model_id: str, centring: Centring | None = None) -> None:
        """Raises UnusableCentring when the means belong to another model."""
        if centring and centring.model_id != model_id:
            raise UnusableCentring(f"centring of {centring.model_id} for {model_id}")
        self._network = network
        self._limits: dict[Kind, int] = {
            "query": self._limit("query"),
            "document": self._limit("document"),
        }
        self._means: dict[Kind, npt.NDArray[np.float32] | None] = {
            "query": centring.query_mean if centring else None,
            "document": centring.document_mean if centring else None,
        }
        self.model_id = f"{model_id}+c{centring.fingerprint}" if centring else model_id
        self.dimension = network.dimension
        self.way = network.way

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
        token_places = cache(self._network.token_places)
        if not all(text.strip() and token_places(text) for text in texts):
            raise NothingToEncode("a text is empty or holds nothing but white space")
        if not texts:
            empty = np.empty((0, len(LAYERS), self.dimension), np.float32)
            return Encoded(empty[:, 0], empty if self._network.has_layers else None)
        pieces = [chunks(text, self._limits[kind], token_places) for text in texts]
        vectors, layers = self._network.read([piece for parts in pieces for piece in parts], kind)
        counts = np.array([*map(len, pieces)])
        starts = np.cumsum(counts) - counts
        sums = unit_length(np.add.reduceat(vectors, starts, axis=0))
        if layers is not None:
            layers = np.add.reduceat(layers, starts, axis=0) / counts[:, None, None]
            layers = layers.astype(np.float32)
        return Encoded(without_mean(sums, self._means[kind]), layers)

    def _limit(self, kind: Kind) -> int:
        prompt = len(self._network.token_places(self._network.prompt(kind)))
        return self._network.longest - prompt - MARGIN


def load_encoder(
    name_or_path: str | None = None, cache_folder: Path | None = None, way: str = AUTO
) -> Encoder:
    """An encoder for the model by that name; the bundled one comes with its centring.

    `way` is how to compute: one of `WAYS`. Raises what `choose_network` raises, and
    UnusableCentring.
    """
    network, identity = choose_network(name_or_path, cache_folder, way)
    shipped = load_centring()
    return Encoder(network, identity, shipped if shipped.model_id == identity else None)
