import re
from itertools import pairwise

import pytest

from embeddings.chunking import OVERLAP, chunks

WORDS = " ".join(f"woord{number}" for number in range(1000))


def word_places(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"\S+", text)]


@pytest.mark.parametrize("text", ["", "a", "kort", " ".join(["w"] * 100)])
def test_a_text_that_fits_stays_as_it_is(text: str) -> None:
    assert chunks(text, 100, word_places) == [text]


@pytest.mark.parametrize(
    ("limit", "count"),
    [(999, 2), (532, 2), (531, 3), (300, 4), (100, 13)],
)
def test_pieces_overlap_and_are_no_more_than_needed(limit: int, count: int) -> None:
    pieces = [piece.split() for piece in chunks(WORDS, limit, word_places)]

    assert len(pieces) == count
    assert all(len(piece) == limit for piece in pieces)
    for piece, following in pairwise(pieces):
        assert len(set(piece) & set(following)) >= min(OVERLAP, limit // 4) - 1


def test_nothing_is_left_out() -> None:
    pieces = chunks(WORDS, 100, word_places)

    assert {word for piece in pieces for word in piece.split()} == set(WORDS.split())


def test_a_piece_that_counts_more_tokens_by_itself_is_cut_again() -> None:
    def grows(text: str) -> list[tuple[int, int]]:
        # Any part but the whole counts double, as a tokenizer does at cut words.
        return word_places(text) * (1 if len(text) == len(WORDS) else 2)

    pieces = chunks(WORDS, 100, grows)

    assert all(len(grows(piece)) <= 100 for piece in pieces)
