from pathlib import Path

import pytest

from embeddings.encoder import Encoder
from embeddings.model import BUNDLED_MODEL_ID, load_model
from tests.embeddings.packed_file import packed_file


@pytest.fixture(scope="session")
def plain_encoder() -> Encoder:
    """The bundled model without centring."""
    return Encoder(load_model(), BUNDLED_MODEL_ID)


@pytest.fixture
def small_weights(tmp_path: Path) -> Path:
    """A sound packed file of a network with one small layer."""
    path = tmp_path / "small.bin"
    path.write_bytes(packed_file())
    return path
