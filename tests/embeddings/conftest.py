import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from embeddings import bundled_folder
from embeddings.bundled_folder import bundled_model_folder
from embeddings.encoder import Encoder
from embeddings.fast_network import FastNetwork
from embeddings.model import BUNDLED_MODEL_ID, default_cache_folder, load_model
from embeddings.network_choice import choose_network, processor_lacks
from embeddings.plain_network import PlainNetwork
from tests.embeddings.packed_file import packed_file

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


@pytest.fixture(scope="session")
def model() -> "SentenceTransformer":
    """The bundled model as sentence-transformers has it."""
    return load_model()


@pytest.fixture(scope="session")
def plain_encoder(model: "SentenceTransformer") -> Encoder:
    """The bundled model in float32, without centring."""
    return Encoder(PlainNetwork(model), BUNDLED_MODEL_ID)


@pytest.fixture(scope="session")
def fast_network() -> FastNetwork:
    """The bundled model in bfloat16, where the processor has it."""
    lacking = processor_lacks()
    if lacking:
        pytest.skip(lacking)
    network, _model_id = choose_network(way="fast")
    assert isinstance(network, FastNetwork)
    return network


@pytest.fixture(scope="session")
def fast_encoder(fast_network: FastNetwork) -> Encoder:
    """The bundled model in bfloat16, without centring."""
    return Encoder(fast_network, BUNDLED_MODEL_ID)


@pytest.fixture
def unpacks_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unpacking gives what was unpacked before on this machine: that takes a tenth of the time."""
    unpacked = bundled_model_folder(default_cache_folder())

    def copy(draft: Path) -> None:
        shutil.copytree(unpacked, draft, dirs_exist_ok=True)

    monkeypatch.setattr(bundled_folder, "_write", copy)


@pytest.fixture
def small_weights(tmp_path: Path) -> Path:
    """A sound packed file of a network with one small layer."""
    path = tmp_path / "small.bin"
    path.write_bytes(packed_file())
    return path
