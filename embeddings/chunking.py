"""Cutting a long text into overlapping pieces that a model reads whole."""

from collections.abc import Callable
from math import ceil

OVERLAP = 64

# Gives the (start, end) place in the text of each of its tokens.
TokenPlaces = Callable[[str], list[tuple[int, int]]]


def chunks(text: str, limit: int, token_places: TokenPlaces) -> list[str]:
    """The text in pieces of at most `limit` tokens; each shares `OVERLAP` tokens with the next.

    The pieces are about equally long, so that their mean weighs every part of the text alike.
    Nothing is left out. A text that fits comes back as it is.
    """
    places = token_places(text)
    if len(places) <= limit or len(text) < 2:
        return [text]
    # A piece can count more tokens than its part of the whole text did, hence the second look.
    return [
        part
        for piece in _windows(text, places, limit)
        for part in _halves(piece, limit, token_places)
    ]


def _windows(text: str, places: list[tuple[int, int]], limit: int) -> list[str]:
    overlap = min(OVERLAP, limit // 4)
    count = ceil((len(places) - overlap) / (limit - overlap))
    step = (len(places) - limit) / (count - 1)
    starts = [round(step * number) for number in range(count)]
    return [text[places[a][0] : places[min(a + limit, len(places)) - 1][1]] for a in starts]


def _halves(text: str, limit: int, token_places: TokenPlaces) -> list[str]:
    if len(token_places(text)) <= limit or len(text) < 2:
        return [text]
    middle = len(text) // 2
    return [
        *_halves(text[:middle], limit, token_places),
        *_halves(text[middle:], limit, token_places),
    ]
