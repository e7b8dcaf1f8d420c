"""Trained parts come back as they were stored, and damage is named."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from embeddings.encoder import Encoder
from expert_registry.errors import UnusableHeads
from expert_registry.heads_file import (
    NAMES,
    NUMBERS,
    SHIPPED,
    load_heads,
    save_heads,
    shipped_heads,
)
from expert_registry.reference_data import SUPPORT_KINDS, THEMES, read_reference


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED, tmp_path / "trained")
    return tmp_path / "trained"


def change(folder: Path, name: str, array: np.ndarray | None) -> None:
    with np.load(folder / NUMBERS) as file:
        arrays = {key: file[key] for key in file.files if key != name}
    if array is not None:
        arrays[name] = array
    save_heads(folder, json.loads((folder / NAMES).read_text("utf-8")), arrays)


def test_the_shipped_heads_know_the_themes_and_kinds_of_the_reference_data() -> None:
    heads = shipped_heads()
    assert list(heads.themes) == [row["slug"] for row in read_reference(THEMES)]
    assert list(heads.kinds) == [row["slug"] for row in read_reference(SUPPORT_KINDS)]


def test_the_shipped_heads_are_made_for_the_default_model(encoder: Encoder) -> None:
    assert shipped_heads().model_id == encoder.model_id


def test_the_shipped_files_stay_small() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) < 5_000_000


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("layers", None),
        ("layers", np.zeros((3, 5))),
        ("intercept", np.full(56, np.nan)),
        ("across_levels", np.zeros((2, 56), np.int8)),
        ("request_bias", np.zeros(44)),
        ("request_layer_means", np.zeros((2, 383))),
        ("within_pieces", np.array(["a"], dtype=object)),
    ],
)
def test_unsound_numbers_are_named(folder: Path, name: str, array: np.ndarray | None) -> None:
    change(folder, name, array)
    with pytest.raises(UnusableHeads, match=r"heads\.npz"):
        load_heads(folder)


@pytest.mark.parametrize("damage", ["gone", "cut", "no json", "other"])
def test_damaged_files_are_named(folder: Path, damage: str) -> None:
    if damage == "gone":
        (folder / NUMBERS).unlink()
    elif damage == "cut":
        (folder / NUMBERS).write_bytes((folder / NUMBERS).read_bytes()[:-1000])
    elif damage == "no json":
        (folder / NAMES).write_text("{")
    else:
        about = json.loads((folder / NAMES).read_text("utf-8"))
        (folder / NAMES).write_text(json.dumps(about | {"sha256": "0" * 64}), "utf-8")
    with pytest.raises(UnusableHeads, match=r"heads\.npz"):
        load_heads(folder)


def test_unchanged_files_load(folder: Path) -> None:
    assert load_heads(folder).fingerprint == shipped_heads().fingerprint
