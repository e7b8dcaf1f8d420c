"""In bfloat16 the texts mean the same as in float32."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from embeddings.bundled_folder import from_bundled_folder
from embeddings.encoder import Encoder
from embeddings.errors import FastUnavailable, NothingToEncode
from embeddings.fast_network import FastNetwork, _shares
from embeddings.model import default_cache_folder
from tests.embeddings.test_bundled_model import TEXTS
from tests.embeddings.test_encoder import LONG, SHORT

MANY = [*TEXTS, "Kort.", LONG, SHORT, LONG[:900], "é" * 3_000, *([LONG[:1_500]] * 2)]


def likeness(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The cosine of each pair of rows."""
    lengths = np.linalg.norm(one, axis=-1) * np.linalg.norm(other, axis=-1)
    return np.sum(one * other, axis=-1) / lengths


@pytest.mark.parametrize(
    ("kind", "texts"),
    [("query", [*TEXTS, SHORT, LONG[:900]]), ("document", ["Kort.", LONG, SHORT, "é" * 3_000])],
)
def test_vectors_and_layers_agree_with_float32(
    fast_encoder: Encoder, plain_encoder: Encoder, kind: str, texts: list[str]
) -> None:
    fast = getattr(fast_encoder, f"read_{kind}")(texts)
    plain = getattr(plain_encoder, f"read_{kind}")(texts)

    assert fast.vectors.dtype == fast.layers.dtype == np.float32
    assert fast.layers.shape == plain.layers.shape
    assert likeness(fast.vectors, plain.vectors).min() > 0.9998
    assert likeness(fast.layers, plain.layers).min() > 0.9998


@pytest.mark.parametrize(
    ("lengths", "cores", "shares"),
    [
        ([7], 2, [[7]]),
        ([7, 7], 1, [[7, 7]]),
        ([7, 7], 2, [[7], [7]]),
        ([4, 4, 4, 4], 2, [[4, 4], [4, 4]]),
        ([1, 1, 1, 9], 2, [[1, 1, 1], [9]]),
        ([9, 1], 4, [[9], [1]]),
        ([500] * 4, 1, [[500, 500], [500, 500]]),
        ([500] * 6, 2, [[500], [500, 500], [500], [500, 500]]),
    ],
)
def test_texts_are_shared_out_in_order(
    lengths: list[int], cores: int, shares: list[list[int]]
) -> None:
    found = _shares([[number] * length for number, length in enumerate(lengths)], cores)
    assert [[len(text) for text in share] for share in found] == shares
    numbers = [text[0] for share in found for text in share]
    assert numbers == [*range(len(lengths))]


def test_sharing_out_leaves_all_cores_to_one_text(fast_encoder: Encoder) -> None:
    before = torch.get_num_threads()
    fast_encoder.read_document(MANY)
    assert torch.get_num_threads() == before


def test_texts_do_not_read_each_other(fast_encoder: Encoder) -> None:
    together, alone = fast_encoder.read_document(MANY), fast_encoder.read_document([SHORT])
    place = MANY.index(SHORT)

    assert likeness(together.vectors[place], alone.vectors[0]) > 0.99995
    assert together.layers is not None and alone.layers is not None
    assert likeness(together.layers[place], alone.layers[0]).min() > 0.99995


def test_both_cut_texts_into_the_same_tokens(fast_encoder: Encoder, plain_encoder: Encoder) -> None:
    fast, plain = fast_encoder._network, plain_encoder._network

    assert (fast.longest, fast.dimension) == (plain.longest, plain.dimension)
    for text in [*MANY, "", " ", "\u200b", "警察 ﷺ"]:
        assert fast.token_places(text) == plain.token_places(text)
    for kind in ("query", "document"):
        assert fast.prompt(kind) == plain.prompt(kind)


def test_no_texts_give_nothing(fast_encoder: Encoder) -> None:
    found = fast_encoder.read_query([])
    assert found.layers is not None
    assert (found.vectors.shape, found.layers.shape) == ((0, 384), (0, 2, 384))
    with pytest.raises(NothingToEncode):
        fast_encoder.read_query(["\u200b"])


def broken(*_given: Any) -> torch.Tensor:
    raise RuntimeError("no such kernel")


def wrong(states: torch.Tensor, weight: torch.Tensor, *_rest: Any) -> torch.Tensor:
    return torch.zeros(len(states), 384)


@pytest.mark.parametrize(
    "operators",
    [
        SimpleNamespace(),
        SimpleNamespace(_linear_pointwise=broken, _reorder_linear_weight=broken),
        SimpleNamespace(_linear_pointwise=broken, _reorder_linear_weight=lambda weight, _: weight),
        SimpleNamespace(_linear_pointwise=wrong, _reorder_linear_weight=lambda weight, _: weight),
    ],
    ids=["absent", "cannot pack", "cannot multiply", "multiplies wrongly"],
)
def test_kernels_that_do_not_work_are_found_out_at_the_start(operators: Any) -> None:
    with pytest.raises(FastUnavailable):
        from_bundled_folder(default_cache_folder(), lambda folder: FastNetwork(folder, operators))


@pytest.mark.usefixtures("unpacks_quickly")
def test_a_damaged_file_of_weights_is_mended(tmp_path: Path, fast_network: FastNetwork) -> None:
    first = from_bundled_folder(tmp_path, FastNetwork)
    (weights,) = tmp_path.rglob("model.safetensors")
    weights.write_bytes(weights.read_bytes()[:1_000_000])
    second = from_bundled_folder(tmp_path, FastNetwork)

    expected = fast_network.read([SHORT], "query")[0]
    for network in (first, second):
        assert np.array_equal(network.read([SHORT], "query")[0], expected)
