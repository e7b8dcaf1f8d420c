"""`schakel retention` and `schakel privacy` as somebody types them."""

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from service.actions.requests.end_request import withdraw_request
from service.actions.requests.submit_request import submit_request
from service.database import connect, writing
from service.domain.actor import SYSTEM
from service.storage.reference_data import load_reference_data
from tests.cli.conftest import Command
from tests.sample_case import INTAKE

LONG_AGO = datetime.now(UTC) - timedelta(days=100)
ADDRESS = INTAKE.requester_email


@pytest.fixture
def installed(schakel: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """An installation with a request that was withdrawn long ago."""
    address = f"sqlite:///{tmp_path / 'kept.sqlite3'}"
    monkeypatch.setenv("DATABASE_URL", address)
    schakel("migrate")
    engine = connect(address)
    with writing(engine) as session:
        load_reference_data(session)
        request = submit_request(session, LONG_AGO, INTAKE, "form-1")
        withdraw_request(session, LONG_AGO, request, SYSTEM)
    engine.dispose()
    return schakel


def test_a_dry_run_prints_what_the_run_then_does(installed: Command) -> None:
    looked = installed("retention", "run", "--dry-run", "--json")
    done = installed("retention", "run", "--json")
    assert looked.exit_code == done.exit_code == 0
    told, did = json.loads(looked.stdout), json.loads(done.stdout)
    assert (told.pop("dry_run"), did.pop("dry_run"), told) == (True, False, did)
    lines = {line["table"] for line in did["destroyed"]}
    assert {"support_request", "outbox_mail"} <= lines
    assert INTAKE.situation not in done.stdout
    assert installed("retention", "run").stdout == "Nothing is due.\n"


def test_a_run_in_words(installed: Command) -> None:
    looked = installed("retention", "run", "--dry-run").stdout
    assert "This would be destroyed:\n- case_text: 1 in support_request: 1" in looked
    assert installed("retention", "run").stdout.startswith("Destroyed:\n- case_text: 1 in")


def test_a_broken_log_exits_with_1(installed: Command, tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'kept.sqlite3'}")
    with writing(engine) as session:
        session.connection().exec_driver_sql(
            "UPDATE audit_entry SET at = '2020-01-01 00:00:00', detail = 'other'"
        )
    engine.dispose()
    result = installed("retention", "run")
    assert (result.exit_code, "broken at entry 1" in result.stderr) == (1, True)


def test_an_export_goes_to_a_file_of_ones_own(installed: Command, tmp_path: Path) -> None:
    out = tmp_path / "person.json"
    assert installed("privacy", "export", "--email", ADDRESS, "--out", str(out)).exit_code == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert json.loads(out.read_text())["as_requester"][0]["situation"] == INTAKE.situation
    again = installed("privacy", "export", "--email", ADDRESS, "--out", str(out))
    assert (again.exit_code, "is there already" in again.stderr) == (2, True)
    printed = installed("privacy", "export", "--email", "nobody@x.example")
    assert json.loads(printed.stdout)["as_requester"] == []


def test_erasing_tells_what_goes_and_what_stays(installed: Command) -> None:
    looked = installed("privacy", "erase", "--email", ADDRESS, "--dry-run").stdout
    assert "would be erased: case SK-" in looked and "audit log" in looked
    assert "erased: case SK-" in installed("privacy", "erase", "--email", ADDRESS).stdout
    again = installed("privacy", "erase", "--email", ADDRESS).stdout
    assert again == "Nothing is stored about this address.\n"


@pytest.mark.parametrize("way", ["export", "erase"])
@pytest.mark.parametrize("address", ["", "nobody", "a b@c.example"])
def test_what_is_no_address_is_refused(schakel: Command, way: str, address: str) -> None:
    refused = schakel("privacy", way, "--email", address)
    assert (refused.exit_code, "no e-mail address" in refused.stderr) == (2, True)
