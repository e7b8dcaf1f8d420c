import numpy as np
import pytest

from embeddings.centring import Centring
from embeddings.encoder import Encoder
from embeddings.errors import NothingToEncode, UnusableCentring

SHORT = "Wie denkt mee over de onrust rond het azc?"
SUBJECTS = ["het azc", "de boerenprotesten", "een zedenzaak", "jeugdoverlast", "de windmolens"]
LONG = " ".join(f"Op dag {day} ging het over {SUBJECTS[day % 5]}." for day in range(80))


def test_vectors_are_float32_of_unit_length(encoder: Encoder) -> None:
    for vectors in (encoder.encode_query([SHORT, LONG]), encoder.encode_document([SHORT, LONG])):
        assert vectors.shape == (2, encoder.dimension)
        assert vectors.dtype == np.float32
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_a_question_and_a_document_with_the_same_words_differ(plain_encoder: Encoder) -> None:
    query = plain_encoder.encode_query([SHORT])[0]
    document = plain_encoder.encode_document([SHORT])[0]

    assert query @ document < 0.999


def test_a_vector_does_not_depend_on_its_neighbours(encoder: Encoder) -> None:
    together = encoder.encode_document([LONG, SHORT, LONG])
    alone = encoder.encode_document([SHORT])

    assert together[1] @ alone[0] == pytest.approx(1, abs=1e-4)
    assert together[0] @ together[2] == pytest.approx(1, abs=1e-4)


def test_the_end_of_a_long_text_counts(plain_encoder: Encoder) -> None:
    ending = " De uitbraak van vogelgriep bij de pluimveehouder vraagt om een veterinair." * 20
    subject = plain_encoder.encode_query(["vogelgriep bij een pluimveehouder"])[0]
    without, with_ending = plain_encoder.encode_document([LONG, LONG + ending])

    assert subject @ with_ending > subject @ without + 0.002


@pytest.mark.parametrize("text", [LONG, "a" * 20_000, "ﷺ" * 2_000, "警察" * 2_000, "!?" * 5_000])
def test_no_piece_is_longer_than_the_model_reads(plain_encoder: Encoder, text: str) -> None:
    seen: list[str] = []
    encode = plain_encoder._encode_pieces

    def watch(pieces: list[str], kind: str) -> np.ndarray:
        seen.extend(pieces)
        return np.ones((len(pieces), plain_encoder.dimension), np.float32)

    plain_encoder._encode_pieces = watch  # type: ignore[method-assign]
    try:
        plain_encoder.encode_document([text])
    finally:
        plain_encoder._encode_pieces = encode  # type: ignore[method-assign]

    lengths = [len(plain_encoder._tokenizer("passage: " + piece)["input_ids"]) for piece in seen]
    assert len(seen) > 1
    assert max(lengths) <= 512


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode_query([]).shape == (0, 384)


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u00a0", "\u200b", "\x01\x02"])
def test_a_text_without_content_is_refused(encoder: Encoder, text: str) -> None:
    with pytest.raises(NothingToEncode):
        encoder.encode_query(["wel iets", text])


def test_centring_spreads_the_vectors(encoder: Encoder, plain_encoder: Encoder) -> None:
    texts = [f"Wij zoeken hulp bij {subject}." for subject in SUBJECTS]

    plain = plain_encoder.encode_query(texts)
    centred = encoder.encode_query(texts)

    assert (centred @ centred.T).mean() < (plain @ plain.T).mean() - 0.1
    assert encoder.model_id.startswith(plain_encoder.model_id + "+c")


def test_centring_of_another_model_is_refused(plain_encoder: Encoder) -> None:
    mean = np.zeros(384, np.float32)

    with pytest.raises(UnusableCentring):
        Encoder(plain_encoder._model, "another", Centring("not this", mean, mean))
