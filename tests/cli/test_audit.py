"""`schakel audit verify` names the entry that is not as it was written."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from service.database import connect, writing
from tests.cli.conftest import Command

Import = Callable[[], Result]


@pytest.fixture
def address(schakel: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the database that the commands use."""
    address = f"sqlite:///{tmp_path / 'audited.sqlite3'}"
    monkeypatch.setenv("DATABASE_URL", address)
    schakel("migrate")
    return address


@pytest.fixture
def import_roster(schakel: Command, address: str, tmp_path: Path) -> Import:
    """What makes one entry in the log: an empty roster that is read in."""
    roster = tmp_path / "roster.csv"
    roster.write_text("email,start,end\n")
    return lambda: schakel("duty", "import", str(roster))


def test_verify_names_what_was_done_to_the_log(
    schakel: Command, address: str, import_roster: Import
) -> None:
    for _again in range(3):
        assert import_roster().exit_code == 0
    whole = schakel("audit", "verify")
    assert (whole.exit_code, "whole: 3 entries" in whole.stdout) == (0, True)
    end = re.findall(r"End: (3:[0-9a-f]{64})", whole.stdout)[0]
    assert schakel("audit", "verify", "--end", end).exit_code == 0
    assert schakel("audit", "verify", "--end", "3:x").exit_code == 2

    engine = connect(address)
    for damage, told in (
        ("UPDATE audit_entry SET origin = 'internet' WHERE id = 2", "entry 2 was changed"),
        ("DELETE FROM audit_entry WHERE id = 2", "entry 2 was removed"),
    ):
        with writing(engine) as session:
            session.connection().exec_driver_sql(damage)
        result = schakel("audit", "verify")
        assert (result.exit_code, told in result.stdout) == (1, True)
    found = json.loads(schakel("audit", "verify", "--json").stdout)
    assert found["broken"] == {"kind": "removed", "entry": 2}
    assert (found["whole"], found["end"]) == (False, end)
    with writing(engine) as session:
        connection = session.connection()
        connection.exec_driver_sql("DELETE FROM audit_entry WHERE id > 1")
        row = connection.exec_driver_sql("SELECT hash FROM audit_entry").scalar_one()
        connection.exec_driver_sql(f"UPDATE audit_head SET position = 1, hash = '{row}'")
    engine.dispose()
    result = schakel("audit", "verify")
    assert (result.exit_code, "did not seal entry 1 as the last" in result.stdout) == (1, True)


def test_expire_removes_nothing_from_a_young_or_broken_log(
    schakel: Command, address: str, import_roster: Import
) -> None:
    import_roster()
    assert schakel("audit", "expire").stdout == "0 entries were removed\n"
    engine = connect(address)
    with writing(engine) as session:
        session.connection().exec_driver_sql("DELETE FROM audit_entry")
    engine.dispose()
    refused = schakel("audit", "expire")
    assert (refused.exit_code, "entry 1 was removed" in refused.stderr) == (2, True)
