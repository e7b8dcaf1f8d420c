from pathlib import Path

import numpy as np
import pytest

from embeddings.bundled_weights import Q4_BLOCK, bundled_weights_path, dequantise, read_weights
from embeddings.errors import UnreadableWeights
from tests.embeddings.packed_file import FLOAT32, PIECES, packed_file, small_tensors


def test_a_sound_file_gives_sizes_pieces_and_tensors(small_weights: Path) -> None:
    weights = read_weights(small_weights)

    assert (weights.shape.hidden, weights.shape.layers, weights.shape.heads) == (32, 1, 2)
    assert [piece for piece, _score in weights.pieces] == PIECES
    assert weights.pieces[5] == ("▁de", -2.0)
    assert weights.unknown_piece == 3
    assert weights.tensors.keys() == small_tensors().keys()
    assert weights.tensors["l0.fi.w"].shape == (64 * 32,)


def test_blocks_are_unpacked_low_nibbles_first() -> None:
    block = np.zeros(1, Q4_BLOCK)
    block["scale"] = 0.5
    block["nibbles"] = [[0xF0 + number for number in range(16)]]

    expected = [(number - 8) * 0.5 for number in range(16)] + [3.5] * 16
    assert dequantise(block).tolist() == expected


NOT_FINITE = {"emb.pos": (FLOAT32, np.array([1.0, np.nan], "<f4"))}
UNKNOWN_KIND = {"emb.pos": (7, np.array([1.0], "<f4"))}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "ends before"),
        (b"E5S1", "ends before"),
        (packed_file(magic=b"GGUF"), "starts with"),
        (packed_file(version=2), "version 2"),
        (packed_file(block=64), "not supported"),
        (packed_file(heads=0), "not supported"),
        (packed_file(heads=5), "not supported"),
        (packed_file(vocabulary=3), "do not fit a vocabulary"),
        (packed_file()[:60], "ends before"),
        (packed_file()[:200], "ends before"),
        (packed_file()[:-1], "past the end"),
        (packed_file(tensors=NOT_FINITE), "not finite"),
        (packed_file(tensors=UNKNOWN_KIND), "kind 7"),
    ],
)
def test_a_file_that_is_not_as_expected_is_refused(
    tmp_path: Path, content: bytes, says: str
) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(content)

    with pytest.raises(UnreadableWeights, match=says):
        read_weights(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableWeights):
        read_weights(tmp_path / "nothing.bin")


def test_the_installed_package_brings_the_weights() -> None:
    assert bundled_weights_path().stat().st_size > 70_000_000
