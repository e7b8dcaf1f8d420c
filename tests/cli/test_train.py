"""Training without a usable model is one sentence, and writes nothing."""

from pathlib import Path

import pytest

from tests.cli.conftest import Command


@pytest.mark.slow
def test_a_model_that_cannot_be_loaded_is_told(
    schakel: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model").mkdir()
    monkeypatch.setenv("EMBEDDING_MODEL", str(tmp_path / "model"))
    result = schakel("train", "--out", str(tmp_path / "out"))
    assert result.exit_code == 2
    assert "cannot be loaded" in result.stderr
    assert not (tmp_path / "out").exists()
