from typing import TYPE_CHECKING

import numpy as np
import pytest

from embeddings.centring import Centring
from embeddings.chunking import chunks
from embeddings.encoder import Encoder
from embeddings.errors import NothingToEncode, UnusableCentring
from embeddings.network import Kind, Network
from embeddings.vectors import LAYERS, unit_length

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

SHORT = "Wie denkt mee over de onrust rond het azc?"
SUBJECTS = ["het azc", "de boerenprotesten", "een zedenzaak", "jeugdoverlast", "de windmolens"]
LONG = " ".join(f"Op dag {day} ging het over {SUBJECTS[day % 5]}." for day in range(80))


class NotingNetwork:
    """Notes the pieces that it is given, and knows the tokens of another network."""

    way = "noting"
    has_layers = False

    def __init__(self, network: Network) -> None:
        self.dimension, self.longest = network.dimension, network.longest
        self.prompt, self.token_places = network.prompt, network.token_places
        self.seen: list[str] = []

    def read(self, texts: list[str], kind: Kind) -> tuple[np.ndarray, None]:
        self.seen.extend(texts)
        return np.ones((len(texts), self.dimension), np.float32), None


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
def test_no_piece_is_longer_than_the_model_reads(
    plain_encoder: Encoder, model: "SentenceTransformer", text: str
) -> None:
    network = NotingNetwork(plain_encoder._network)
    Encoder(network, "noting").encode_document([text])
    seen, tokenizer = network.seen, model.tokenizer

    lengths = [len(tokenizer("passage: " + piece)["input_ids"]) for piece in seen]
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
        Encoder(plain_encoder._network, "another", Centring("not this", mean, mean))


def plain_layers(model: "SentenceTransformer", text: str) -> np.ndarray:
    """The mean hidden states by an ordinary pass of the network: (2, d)."""
    import torch

    network, tokenizer = model[0].auto_model, model.tokenizer
    with torch.inference_mode():
        tokens = tokenizer(text, return_tensors="pt")
        states = network(tokens["input_ids"], output_hidden_states=True).hidden_states
    return np.stack([states[number][0].mean(dim=0).numpy() for number in LAYERS])


def test_the_layers_agree_with_an_ordinary_pass(
    plain_encoder: Encoder, model: "SentenceTransformer"
) -> None:
    texts = [SHORT, " ".join([SHORT] * 5), "Kort."]
    for prompt, found in (
        ("query: ", plain_encoder.read_query(texts)),
        ("passage: ", plain_encoder.read_document(texts)),
    ):
        expected = np.stack([plain_layers(model, prompt + text) for text in texts])
        assert found.layers is not None
        assert found.layers.dtype == np.float32
        assert found.layers == pytest.approx(expected, abs=1e-4)


def test_the_vectors_are_those_of_the_model_itself(
    plain_encoder: Encoder, model: "SentenceTransformer"
) -> None:
    texts = [SHORT, "Kort.", LONG[:300]]
    queries = model.encode_query(texts, normalize_embeddings=True)
    documents = model.encode_document(texts, normalize_embeddings=True)

    assert plain_encoder.encode_query(texts) == pytest.approx(queries, abs=1e-4)
    assert plain_encoder.encode_document(texts) == pytest.approx(documents, abs=1e-4)


def test_the_layers_of_a_long_text_are_the_mean_over_its_pieces(plain_encoder: Encoder) -> None:
    pieces = chunks(LONG, plain_encoder._limit("document"), plain_encoder._network.token_places)
    whole, parts = plain_encoder.read_document([LONG]), plain_encoder.read_document(pieces)

    assert len(pieces) > 1
    assert whole.layers is not None and parts.layers is not None
    assert whole.layers[0] == pytest.approx(parts.layers.mean(axis=0), abs=1e-4)
    mean = unit_length(parts.vectors.mean(axis=0, keepdims=True))
    assert whole.vectors == pytest.approx(mean, abs=1e-4)


def test_no_texts_give_no_layers(encoder: Encoder) -> None:
    layers = encoder.read_query([]).layers
    assert layers is not None and layers.shape == (0, 2, 384)
