"""A text as pieces of three to six letters, which find the parts of Dutch compounds."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping

# A piece, and the place of its first letter.
PlacedPiece = tuple[str, int]


def plain(text: str) -> str:
    """The text in lower case, without accents, with single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return re.sub(r"\s+", " ", bare)


def across_words(text: str) -> Iterator[PlacedPiece]:
    """The pieces of 3 to 5 letters and spaces of a plain text, with their places."""
    for size in range(3, 6):
        for start in range(len(text) - size + 1):
            yield text[start : start + size], start


def within_words(text: str) -> Iterator[PlacedPiece]:
    """The pieces of 3 to 6 letters of each word with a space at both ends; a short word once."""
    for found in re.finditer(r"\S+", text):
        padded = f" {found[0]} "
        first = found.start() - 1
        for size in range(3, 7):
            for start in range(max(len(padded) - size, 0) + 1):
                yield padded[start : start + size], first + start
            if len(padded) <= size:
                break


PIECES: Mapping[str, Callable[[str], Iterator[PlacedPiece]]] = {
    "across": across_words,
    "within": within_words,
}
