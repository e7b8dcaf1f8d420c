"""Commands in a folder of their own, with settings that say nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli.main import main

Command = Callable[..., Result]

SETTINGS = ("SCHAKEL_ENV", "DATABASE_URL", "BASE_URL", "SECRET_KEY", "MAIL_PORT", "MAIL_SECURITY")


@pytest.fixture
def schakel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs a command as a user would; `typed` goes to its standard input."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SCHAKEL_DATA_DIR", str(tmp_path / "var"))

    def run(*arguments: str, typed: str | bytes | None = None) -> Result:
        return CliRunner().invoke(main, list(arguments), input=typed)

    return run
