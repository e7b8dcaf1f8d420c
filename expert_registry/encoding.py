"""What the registry asks of an encoder, be it the model itself or the client of its process."""

from collections.abc import Sequence
from typing import Protocol

from embeddings.vectors import Encoded


class TextReader(Protocol):
    """Reads texts into vectors of unit length and, where the model has them, inner layers."""

    def read_query(self, texts: Sequence[str]) -> Encoded:
        """The vectors and layers of requests."""
        ...

    def read_document(self, texts: Sequence[str]) -> Encoded:
        """The vectors and layers of profiles."""
        ...
