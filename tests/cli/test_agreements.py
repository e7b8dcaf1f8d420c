"""`schakel agreements` as an administrator types it, and `schakel due` with what it stored."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.cli.conftest import Command

DUE = ("due", "--urgency", "U2", "--submitted", "2036-03-03T10:00+01:00")
Edited = Callable[..., Path]


@pytest.fixture
def edited(schakel: Command, tmp_path: Path) -> Edited:
    """Write the version that holds into a file, with another term of U2."""

    def _edited(hours: int, **changes: object) -> Path:
        data = json.loads(schakel("agreements", "show").output) | changes
        data["terms"]["U2"]["acknowledgement"]["amount"] = hours
        path = tmp_path / "agreement.json"
        path.write_text(json.dumps(data), "utf-8")
        return path

    return _edited


def acknowledgement(result: Result) -> str:
    answer = json.loads(result.output)
    assert list(answer) == ["urgency", "submitted", "due"]
    return str(answer["due"]["acknowledgement"])


def test_a_version_is_checked_adopted_counted_with_and_listed(
    schakel: Command, edited: Edited
) -> None:
    path = edited(3, name="Herfst")
    # as some editors store it
    path.write_text(path.read_text("utf-8"), "utf-8-sig")
    checked = schakel("agreements", "check", str(path))
    assert checked.output == "U2, persoonlijke reactie: 2 uur (elke dag) → 3 uur (elke dag)\n"
    assert acknowledgement(schakel(*DUE, "--json")) == "2036-03-03T12:00:00+01:00"
    adopted = schakel("agreements", "adopt", str(path))
    assert adopted.exit_code == 0 and adopted.output.startswith("2  Herfst: ")
    assert acknowledgement(schakel(*DUE, "--json")) == "2036-03-03T13:00:00+01:00"
    first = schakel(*DUE, "--json", "--agreement", "1")
    assert acknowledgement(first) == "2036-03-03T12:00:00+01:00"
    # before it began the default held
    earlier = schakel("due", "--urgency", "U2", "--submitted", "2020-03-02T10:00+01:00", "--json")
    assert acknowledgement(earlier) == "2020-03-02T12:00:00+01:00"
    assert "Afspraak: versie 2, Herfst." in schakel(*DUE).output
    assert schakel("agreements", "list").output == adopted.output
    assert "geldt al" in schakel("agreements", "withdraw", "2").output
    # the file was made from version 1
    stale = schakel("agreements", "adopt", str(path))
    assert stale.exit_code == 2 and "niet meer de laatste versie" in stale.output


def test_what_is_wrong_is_said_with_its_place(
    schakel: Command, edited: Edited, tmp_path: Path
) -> None:
    path = edited(0, partners={"knmi": None}, warn_fraction=2)
    for command in ("check", "adopt"):
        result = schakel("agreements", command, str(path))
        assert result.exit_code == 2 and "Traceback" not in result.output
        assert "terms.U2.acknowledgement.amount: De tijd moet meer dan nul zijn." in result.output
        assert "warn_fraction: Kies een deel tussen 0 en 1." in result.output
    assert (
        "partners.knmi: Deze partner bestaat niet."
        in schakel("agreements", "check", str(edited(3, partners={"knmi": None}))).output
    )
    path.write_bytes(b"\xff{")
    assert "geen leesbaar JSON-bestand" in schakel("agreements", "check", str(path)).output
    past = schakel("agreements", "adopt", str(edited(3)), "--valid-from", "2020-01-01T00:00+01:00")
    assert past.exit_code == 2 and "valid_from: Dit moment is voorbij." in past.output
    assert schakel("agreements", "list").output == ""
