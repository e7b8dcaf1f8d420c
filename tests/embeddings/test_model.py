from pathlib import Path

import pytest

from embeddings.encoder import Encoder
from embeddings.model import BUNDLED_MODEL_ID, default_cache_folder, load_model, model_id


@pytest.mark.parametrize("name", [None, "", "bundled"])
def test_the_bundled_model_has_one_name(name: str | None) -> None:
    assert model_id(name, None) == BUNDLED_MODEL_ID


def test_the_name_of_a_folder_changes_with_its_content(tmp_path: Path) -> None:
    folder = tmp_path / "eigen-model"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    before = model_id(str(folder), None)
    (folder / "config.json").write_text("{ }")

    assert before.startswith("eigen-model:")
    assert model_id(str(folder), None) != before


def test_the_cache_folder_follows_xdg(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    assert default_cache_folder() == tmp_path / "schakel"


@pytest.mark.usefixtures("unpacks_quickly")
def test_a_cache_that_cannot_be_written_is_done_without(
    tmp_path: Path, plain_encoder: Encoder
) -> None:
    in_the_way = tmp_path / "a-file"
    in_the_way.write_text("")

    model = load_model(cache_folder=in_the_way / "cache")

    vector = model.encode_query(["onrust"])
    assert float(vector[0] @ plain_encoder.encode_query(["onrust"])[0]) > 0.99999
