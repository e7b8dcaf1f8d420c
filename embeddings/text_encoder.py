"""What every encoder can do, whatever its model."""

from collections.abc import Sequence
from typing import Protocol

from embeddings.vectors import Encoded, Vectors


class TextEncoder(Protocol):
    """Turns texts into vectors of one model."""

    @property
    def model_id(self) -> str:
        """A name that changes whenever the vectors change."""

    @property
    def dimension(self) -> int:
        """The length of each vector."""

    @property
    def way(self) -> str:
        """How it computes, "fast" or "plain"; the vectors are the same for any practical use."""

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """The vectors of questions: float32 (n, dimension), unit length."""

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """The vectors of what can be found: float32 (n, dimension), unit length."""

    def read_query(self, texts: Sequence[str]) -> Encoded:
        """The vectors of questions with their layers, in one pass."""

    def read_document(self, texts: Sequence[str]) -> Encoded:
        """The vectors of what can be found with their layers, in one pass."""
