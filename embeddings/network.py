"""What computes the numbers of a text, whatever it computes with."""

from typing import Literal, Protocol

from embeddings.vectors import LayerMeans, Vectors

Kind = Literal["query", "document"]

# How to compute; "auto" is fast where that works.
AUTO, FAST, PLAIN = WAYS = ("auto", "fast", "plain")


class Network(Protocol):
    """Turns pieces of text that fit into the model into vectors; for one thread at a time."""

    @property
    def way(self) -> str:
        """How it computes: `FAST` or `PLAIN`."""

    @property
    def dimension(self) -> int:
        """The length of each vector."""

    @property
    def longest(self) -> int:
        """How many tokens it reads of one text, prompt and marks included."""

    @property
    def has_layers(self) -> bool:
        """Whether it gives the means of inner layers."""

    def prompt(self, kind: Kind) -> str:
        """The words that this model wants before a text of that kind."""

    def token_places(self, text: str) -> list[tuple[int, int]]:
        """The (start, end) place in the text of each of its tokens, without marks."""

    def read(self, texts: list[str], kind: Kind) -> tuple[Vectors, LayerMeans | None]:
        """Vectors (n, dimension) of unit length and layers (n, 2, dimension), or None for them.

        `texts`, one at least, come without prompt. Raises NotANumber.
        """
