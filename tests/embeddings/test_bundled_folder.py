"""The unpacked model: made once, whole at once, mended when damaged."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from embeddings import bundled_folder
from embeddings.bundled_folder import bundled_model_folder, from_bundled_folder
from embeddings.bundled_model import write_model
from embeddings.bundled_weights import read_weights
from embeddings.errors import FastUnavailable, UnreadableWeights
from tests.embeddings.packed_file import HIDDEN, packed_file

WRITE = bundled_folder._write


@pytest.fixture(autouse=True)
def small_package(monkeypatch: pytest.MonkeyPatch, small_weights: Path) -> None:
    """The installed package carries a small network, and no process is started to unpack it."""

    def write(draft: Path) -> None:
        write_model(read_weights(small_weights), draft)

    monkeypatch.setattr(bundled_folder, "_write", write)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def hidden_size(folder: Path) -> int:
    """Reads the folder as a model would; raises when it is damaged."""
    assert (folder / "model.safetensors").stat().st_size > 0
    return int(json.loads((folder / "config.json").read_text())["hidden_size"])


def test_the_model_is_unpacked_once_and_leaves_no_drafts(cache: Path) -> None:
    folder = bundled_model_folder(cache)
    written = (folder / "model.safetensors").stat().st_mtime_ns

    assert bundled_model_folder(cache) == folder
    assert (folder / "model.safetensors").stat().st_mtime_ns == written
    assert list(cache.iterdir()) == [folder]


def test_starts_at_the_same_time_make_one_folder(cache: Path) -> None:
    with ThreadPoolExecutor(3) as starts:
        folders = {*starts.map(bundled_model_folder, [cache] * 3)}

    assert [*cache.iterdir()] == [*folders]
    assert hidden_size(*folders) == HIDDEN


def test_another_version_gets_a_folder_of_its_own(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = bundled_model_folder(cache)
    monkeypatch.setattr(bundled_folder, "bundled_version", lambda: "9.9")

    assert bundled_model_folder(cache) != before


@pytest.mark.parametrize("damage", ["", "{", "[]"])
def test_a_damaged_folder_is_made_anew(
    cache: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    folder = bundled_model_folder(cache)
    (folder / "config.json").write_text(damage)

    assert from_bundled_folder(cache, hidden_size) == HIDDEN
    assert "damaged" in caplog.text
    assert from_bundled_folder(cache, hidden_size) == HIDDEN
    assert caplog.text.count("damaged") == 1


def test_a_folder_that_lost_a_file_is_made_anew(cache: Path) -> None:
    (bundled_model_folder(cache) / "config.json").unlink()

    assert from_bundled_folder(cache, hidden_size) == HIDDEN


def test_a_sound_folder_stays_when_the_loader_refuses(cache: Path) -> None:
    def refuse(folder: Path) -> int:
        raise FastUnavailable(str(folder))

    folder = bundled_model_folder(cache)
    written = folder.stat().st_ino
    with pytest.raises(FastUnavailable):
        from_bundled_folder(cache, refuse)
    assert folder.stat().st_ino == written


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("")

    assert from_bundled_folder(tmp_path / "a-file" / "cache", hidden_size) == HIDDEN


@pytest.mark.slow
def test_a_process_of_its_own_unpacks(
    cache: Path, small_weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundled_folder, "_write", WRITE)
    monkeypatch.setattr(bundled_folder, "bundled_weights_path", lambda: small_weights)
    assert from_bundled_folder(cache, hidden_size) == HIDDEN

    shutil.rmtree(cache)
    small_weights.write_bytes(packed_file(magic=b"NOPE"))
    with pytest.raises(UnreadableWeights, match="NOPE"):
        from_bundled_folder(cache, hidden_size)
    assert list(cache.iterdir()) == []
