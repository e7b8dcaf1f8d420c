"""`schakel duty import`: a roster from a file, whole or not at all."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from service.domain.opening_hours import AMSTERDAM
from tests.cli.conftest import Command

CO, DEPUTY = "coordinator@bureau.example", "achterwacht@bureau.example"


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    return tmp_path / "roster.csv"


def days_ahead(days: float) -> str:
    # After the sample roster, which goes two years ahead.
    moment = datetime.now(AMSTERDAM) + timedelta(days=3 * 365 + days)
    return f"{moment:%Y-%m-%d} 09:00"


def write(path: Path, *rows: tuple[str, float, float]) -> None:
    lines = [f"{email},{days_ahead(begin)},{days_ahead(end)}" for email, begin, end in rows]
    path.write_text("\n".join(["email,start,end", *lines]), encoding="utf-8")


def test_a_gap_is_refused_with_its_place(schakel: Command, roster: Path) -> None:
    write(roster, (CO, 0, 7), (DEPUTY, 8, 14))
    result = schakel("duty", "import", str(roster), "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["added"], found["errors"]) == (2, 0, [])
    # One between the samples and the file, one in the file.
    assert len(found["problems"]) == 2
    assert all(problem.endswith("Er heeft niemand dienst.") for problem in found["problems"])


def test_an_overlap_is_refused_with_its_place(schakel: Command, roster: Path) -> None:
    write(roster, (CO, 0, 7), (DEPUTY, 6, 14))
    result = schakel("duty", "import", str(roster))
    assert result.exit_code == 2
    assert "Er hebben twee mensen dienst." in result.stderr
    assert "0 shifts were added" in result.stdout


def test_each_bad_row_is_named(schakel: Command, roster: Path) -> None:
    roster.write_text(f"email,start,end\n{CO},x,y\nwie@x.example,2030-01-01 09:00,2030-01-02 09:00")
    result = schakel("duty", "import", str(roster))
    assert result.exit_code == 2
    assert [line.partition(":")[0] for line in result.stderr.splitlines()] == [
        "row 2, start",
        "row 2, end",
        "row 3, email",
    ]


def test_a_good_file_is_added_once(schakel: Command, roster: Path) -> None:
    begin = _end_of_samples(schakel, roster)
    first, second = f"{CO},{begin},{days_ahead(7)}", f"{DEPUTY},{days_ahead(7)},{days_ahead(9)}"
    roster.write_text(f"email,start,end\n{first}\n{second}")
    dry = schakel("duty", "import", str(roster), "--dry-run")
    assert (dry.exit_code, dry.stdout) == (0, "2 shifts would be added\n")
    done = schakel("duty", "import", str(roster))
    assert (done.exit_code, done.stdout) == (0, "2 shifts were added\n")
    assert schakel("duty", "import", str(roster)).exit_code == 2


def _end_of_samples(schakel: Command, roster: Path) -> str:
    """The moment on which the sample roster ends, as the refusal of a gap names it."""
    write(roster, (CO, 0, 7))
    result = schakel("duty", "import", str(roster), "--json")
    [problem] = json.loads(result.stdout)["problems"]
    day, month, year = problem[:10].split("-")
    return f"{year}-{month}-{day} {problem[11:16]}"


def test_a_file_that_is_no_text(schakel: Command, roster: Path) -> None:
    roster.write_bytes(b"\xff\xfe\x00")
    result = schakel("duty", "import", str(roster))
    assert result.exit_code == 2
    assert "not UTF-8" in result.stderr
