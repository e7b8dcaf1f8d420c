"""What the commands have in common: help, settings that do not fit, one sentence on refusal."""

import subprocess
import sys
from pathlib import Path

import pytest

from service.cli.main import COMMANDS
from tests.cli.conftest import Command, safe_settings


def test_the_help_names_every_command(schakel: Command) -> None:
    result = schakel("--help")
    assert result.exit_code == 0
    assert all(f"\n  {name} " in result.output for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(schakel: Command, name: str) -> None:
    result = schakel(name, "--help")
    assert result.exit_code == 0
    assert len(result.output.splitlines()) >= 5


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nonsense"], "No such command"),
        (["match", "--top", "0"], "0 is not in the range"),
        (["match", "--top", "many"], "not a valid integer"),
        (["import-experts", "/nowhere/experts.csv"], "does not exist"),
        (["import-experts", "/"], "is a directory"),
        (["evaluate", "--experts", "/nowhere"], "does not exist"),
        (["evaluate"], "Missing option"),
        (["journey", "--kill-worker", "-1"], "not in the range"),
        (["journey", "--database-url", "nonsense"], "DATABASE_URL cannot be used"),
        (["journey", "--database-url", "mongodb://h/x"], "DATABASE_URL cannot be used"),
        (["journey", "--database-url", "sqlite:////nowhere/x.db"], "the database cannot be used"),
        (["run", "--port", "99999"], "not in the range"),
        (["login-link"], "Missing argument"),
        (["login-link", "nobody@bureau.example"], "no active account"),
    ],
)
def test_bad_arguments_give_one_sentence(
    schakel: Command, arguments: list[str], sentence: str
) -> None:
    result = schakel(*arguments)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SCHAKEL_ENV", "staging", "SCHAKEL_ENV must be"),
        ("MAIL_PORT", "many", "MAIL_PORT must be a number"),
        ("MAIL_SECURITY", "maybe", "MAIL_SECURITY must be"),
        ("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none", "the database cannot be used"),
        ("DATABASE_URL", "", "DATABASE_URL cannot be used"),
    ],
)
def test_bad_settings_give_one_sentence(
    schakel: Command, monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    result = schakel("status")
    assert result.exit_code == 2
    assert sentence in result.stderr


def test_production_wants_a_migrated_database(
    schakel: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    safe_settings(monkeypatch, tmp_path)
    result = schakel("status")
    assert result.exit_code == 2
    assert "schakel migrate" in result.stderr
    assert schakel("migrate").exit_code == 0
    assert "worker alive" in schakel("status").stdout


def test_production_has_no_samples_and_no_run(
    schakel: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    safe_settings(monkeypatch, tmp_path)
    schakel("migrate")
    assert "experts                      0" in schakel("status").stdout
    result = schakel("run")
    assert result.exit_code == 2
    assert "for development" in result.stderr


def test_light_commands_start_without_torch() -> None:
    script = (
        "import sys\n"
        "from service.cli.main import main\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers'}\n"
        "for name in ('worker', 'run', 'status', 'import-experts', 'due'):\n"
        "    main([name, '--help'], standalone_mode=False)\n"
        "    if found := heavy & set(sys.modules):\n"
        "        sys.exit(f'{name}: {found}')\n"
        "import service.jobs.job_list\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or None)\n"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
