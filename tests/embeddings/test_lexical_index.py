import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from embeddings.errors import DuplicateId, EmbeddingsError, UnequalLengths
from embeddings.lexical_index import LexicalIndex

TEXTS = [
    "Adviseur evenementenvergunningen en openbare orde",
    "Oud-burgemeester met ervaring rond opvanglocaties voor asielzoekers",
    "Docent crisiscommunicatie en omgevingsmanagement",
]
INDEX = LexicalIndex.build([7, 8, 9], TEXTS)


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("Wie weet iets van een vergunning voor een evenement?", 7),
        ("De asielopvang in ons dorp", 8),
        ("COMMUNICATIE in een crísis", 9),
    ],
)
def test_parts_of_compounds_are_found(text: str, best: int) -> None:
    assert INDEX.search(text, 1)[0][0] == best


def test_scores_follow_the_order_of_the_ids() -> None:
    scores = INDEX.scores(TEXTS[1])

    assert scores.shape == (3,)
    assert scores.dtype == np.float32
    assert scores.argmax() == 1
    assert scores[1] == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("k", "allowed", "found"),
    [(3, None, 3), (2, None, 2), (0, None, 0), (-1, None, 0), (3, [7, 404], 1), (3, [], 0)],
)
def test_only_allowed_ids_are_found(k: int, allowed: list[int] | None, found: int) -> None:
    assert len(INDEX.search("orde", k, allowed)) == found


@pytest.mark.parametrize("texts", [[], [""], ["", "  "], ["\u0301"]])
def test_an_index_without_letters_scores_zero(texts: list[str]) -> None:
    index = LexicalIndex.build(range(len(texts)), texts)

    assert len(index) == len(texts)
    assert index.scores("onrust").tolist() == [0.0] * len(texts)


@pytest.mark.parametrize("text", ["", "   ", "漢字"])
def test_a_text_that_shares_nothing_scores_zero(text: str) -> None:
    assert INDEX.scores(text).tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize(("ids", "error"), [([1, 1, 2], DuplicateId), ([1, 2], UnequalLengths)])
def test_ids_must_fit_the_texts(ids: list[int], error: type[EmbeddingsError]) -> None:
    with pytest.raises(error):
        LexicalIndex.build(ids, TEXTS)


def test_the_scores_are_those_of_tf_idf_over_pieces_of_words() -> None:
    texts = [*TEXTS, "Eén\u00a0zó'n ﬁets op de\tA2;", "", "op op op de de B", "漢字 op straat"]
    queries = [*texts, "Vergunning voor de asielopvang op straat", "B", "onbekend woord"]
    reference = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 6), sublinear_tf=True, strip_accents="unicode"
    )
    rows = reference.fit_transform(texts)
    expected = (reference.transform(queries) @ rows.T).toarray()
    index = LexicalIndex.build(range(len(texts)), texts)
    found = np.stack([index.scores(query) for query in queries])
    assert found == pytest.approx(expected, abs=1e-5)
