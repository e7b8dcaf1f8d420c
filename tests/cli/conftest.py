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


def safe_settings(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let the commands run as in production, on a database in this folder."""
    for name, value in {
        "SCHAKEL_ENV": "production",
        "DATABASE_URL": f"sqlite:///{folder / 'production.sqlite3'}",
        "SECRET_KEY": "k" * 32,
        "SECOND_FACTOR_KEYS": "1:" + "k" * 32,
        "BASE_URL": "https://schakel.gov.test",
        "MAIL_SERVER": "mail.gov.test",
        "MAIL_SENDER": "bureau@gov.invalid",
        "MAIL_SECURITY": "tls",
        "DUTY_PHONE": "000",
        "PRIVACY_OFFICER": "fg@gov.invalid",
        "SECURITY_CONTACT": "veilig@gov.invalid",
    }.items():
        monkeypatch.setenv(name, value)
