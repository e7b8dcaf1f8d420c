from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from embeddings.centring import Centring, fit_centring, load_centring, without_mean
from embeddings.errors import UnusableCentring
from embeddings.model import BUNDLED_MODEL_ID

ONE = np.array([1.0, 0.0], np.float32)


class Letters:
    """Counts the letters a and b: vectors that can be worked out by hand."""

    model_id = "letters:1"
    dimension = 2

    def encode_query(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([[text.count("a"), text.count("b")] for text in texts], np.float32)

    def encode_document(self, texts: Sequence[str]) -> np.ndarray:
        return -self.encode_query(texts)


def test_the_shipped_means_fit_the_bundled_model() -> None:
    shipped = load_centring()

    assert shipped.model_id == BUNDLED_MODEL_ID
    assert shipped.query_mean.shape == (384,)
    assert np.linalg.norm(shipped.query_mean - shipped.document_mean) > 0.1


def test_fitting_takes_the_mean_of_each_side() -> None:
    fitted = fit_centring(Letters(), ["a", "ab"], ["bb", "bbbb"])

    assert fitted.model_id == "letters:1"
    assert fitted.query_mean.tolist() == [1.0, 0.5]
    assert fitted.document_mean.tolist() == [0.0, -3.0]


def test_means_survive_the_file(tmp_path: Path) -> None:
    means = Centring("letters:1", ONE, -ONE)
    means.save(tmp_path / "means.npz")

    read = load_centring(tmp_path / "means.npz")

    assert read.fingerprint == means.fingerprint
    assert read.document_mean.tolist() == [-1.0, 0.0]


def test_other_means_have_another_fingerprint() -> None:
    assert Centring("x", ONE, ONE).fingerprint != Centring("x", ONE, -ONE).fingerprint


def test_taking_out_the_mean_leaves_unit_length() -> None:
    vectors = np.array([[3.0, 4.0], [1.0, 0.0]], np.float32)

    assert without_mean(vectors, ONE).tolist() == pytest.approx(
        np.array([[0.4472136, 0.8944272], [0.0, 0.0]])
    )
    assert without_mean(vectors, None) is vectors


@pytest.mark.parametrize(
    "means",
    [
        Centring("x", ONE, np.zeros(3, np.float32)),
        Centring("x", np.array([np.nan, 0], np.float32), ONE),
        Centring("x", np.zeros((2, 2), np.float32), np.zeros((2, 2), np.float32)),
    ],
)
def test_means_that_cannot_be_used_are_refused(tmp_path: Path, means: Centring) -> None:
    means.save(tmp_path / "means.npz")

    with pytest.raises(UnusableCentring):
        load_centring(tmp_path / "means.npz")


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 broken"])
def test_a_damaged_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "means.npz"
    path.write_bytes(content)

    with pytest.raises(UnusableCentring):
        load_centring(path)
