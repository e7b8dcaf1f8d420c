"""Keys of confidential data: making one, going over to it, and starting with the wrong ones."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from expert_registry.key_ring import KeyRing, new_key
from service.app import create_app
from service.config import read_settings
from service.storage.key_probe import WrongKeys
from tests.cli.conftest import Command

OLD, NEW = new_key(), new_key()


@pytest.fixture
def installed(schakel: Command, monkeypatch: pytest.MonkeyPatch) -> Command:
    """A development installation with samples, sealed with the old key."""
    monkeypatch.setenv("SCHAKEL_DATA_KEYS", OLD)
    assert schakel("migrate").exit_code == 0
    return schakel


def test_each_new_key_is_another_that_can_be_used(schakel: Command) -> None:
    first, second = (schakel("keys", "new").stdout.strip() for _time in range(2))
    assert first != second
    assert len(KeyRing([first, second]).ids) == 2


def test_a_new_key_takes_over_and_the_old_one_may_go(
    installed: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCHAKEL_DATA_KEYS", f"{NEW},{OLD}")
    found = json.loads(installed("keys", "rotate", "--json").stdout)
    assert found["sealed"]["expert"] > 10 and found["sealed"]["key_probe"] == 1
    assert not any(found["left"].values())
    again = installed("keys", "rotate")
    assert again.exit_code == 0 and "Nothing is left" in again.stdout
    monkeypatch.setenv("SCHAKEL_DATA_KEYS", NEW)
    assert installed("keys", "rotate").exit_code == 0


def test_rows_that_cannot_be_read_are_left_and_told(
    installed: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "var" / "schakel.sqlite3")) as database, database:
        lost = "s1.00000000." + "A" * 60
        database.execute("UPDATE expert SET email = ? WHERE id = 1", (lost,))
    monkeypatch.setenv("SCHAKEL_DATA_KEYS", f"{NEW},{OLD}")
    found = installed("keys", "rotate", "--json")
    assert found.exit_code == 1
    left = json.loads(found.stdout)["left"]
    assert {table for table, count in left.items() if count} == {"expert"}
    assert "keep those keys" in installed("keys", "rotate").stdout


@pytest.mark.parametrize("command", [("status",), ("migrate",), ("keys", "rotate")])
def test_with_other_keys_no_command_touches_the_database(
    installed: Command, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("SCHAKEL_DATA_KEYS", NEW)
    refused = installed(*command)
    assert refused.exit_code == 2
    assert f"sealed with key {KeyRing([OLD]).ids[0]}" in refused.stderr
    assert "set SCHAKEL_DATA_KEYS" in refused.stderr
    assert OLD not in refused.output and NEW not in refused.output


def test_with_other_keys_the_pages_do_not_start(
    installed: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_app(read_settings()).extensions["engine"].dispose()
    monkeypatch.setenv("SCHAKEL_DATA_KEYS", NEW)
    with pytest.raises(WrongKeys, match=r"^key_probe\.words is sealed with key"):
        create_app(read_settings())


def test_a_key_that_people_made_up_is_refused(
    schakel: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCHAKEL_DATA_KEYS", "welkom01")
    refused = schakel("status")
    assert refused.exit_code == 2
    assert "`schakel keys new` prints a good one" in refused.stderr
    assert "welkom01" not in refused.output
