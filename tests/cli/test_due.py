"""`schakel due` as a user types it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli.due import due
from service.domain.step import Step


@pytest.fixture(autouse=True)
def without_a_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Count in an empty folder, and leave it empty."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("SCHAKEL_DATA_DIR", str(tmp_path / "var"))
    yield
    assert not (tmp_path / "var").exists()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(due, arguments)


def test_the_example_of_the_agreement() -> None:
    result = run("--urgency", "U3", "--submitted", "2026-12-24T16:00+01:00", "--json")
    assert result.exit_code == 0
    answer = json.loads(result.output)
    assert list(answer) == ["urgency", "submitted", "due"]
    assert answer["urgency"] == "U3"
    assert answer["submitted"] == "2026-12-24T16:00:00+01:00"
    assert list(answer["due"]) == [step.value for step in Step]
    assert answer["due"]["acknowledgement"] == "2026-12-28T11:00:00+01:00"
    assert answer["due"]["first_contact"] == "2026-12-31T16:00:00+01:00"


@pytest.mark.parametrize(
    ("arguments", "step", "moment"),
    [
        (("u1", "2026-03-28T23:30:00+01:00"), "first_contact", "2026-03-29T04:30:00+02:00"),
        (("U2", "2026-03-27T11:00:00Z"), "check_in", "2026-03-30T12:00:00+02:00"),
        (("U2", "2026-10-23T12:00:00+02:00"), "check_in", "2026-10-26T12:00:00+01:00"),
        (("U2", "2026-03-06T22:00:00+01:00"), "expert_reaction", "2026-03-07T10:00:00+01:00"),
        (
            ("U2", "2026-03-06T22:00:00+01:00", "--partner", "OMO"),
            "expert_reaction",
            "2026-03-09T10:00:00+01:00",
        ),
        (
            ("U2", "2026-03-06T22:00:00+01:00", "--partner", "ngb"),
            "expert_reaction",
            "2026-03-07T10:00:00+01:00",
        ),
        (
            ("U2", "2026-03-06T22:00:00+01:00", "--partner", "omo"),
            "triage",
            "2026-03-07T10:00:00+01:00",
        ),
    ],
)
def test_moments_are_on_the_clock_of_amsterdam(
    arguments: tuple[str, ...], step: str, moment: str
) -> None:
    urgency, submitted, *partner = arguments
    result = run("--urgency", urgency, "--submitted", submitted, *partner, "--json")
    assert json.loads(result.output)["due"][step] == moment


def test_the_table_says_how_it_was_counted() -> None:
    result = run("--urgency", "U3", "--submitted", "2026-12-24T16:00+01:00")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert len(lines) == 1 + len(Step) + 2
    assert lines[-1] == "Afspraak: versie 1, Standaardafspraak."
    assert lines[2].split("  ")[0] == "persoonlijke reactie"
    assert "ma 28-12-2026 11:00" in lines[2]
    assert "do 24-12-2026 16:00–17:30 (1:30); ma 28-12-2026 08:30–11:00 (2:30)" in lines[2]
    assert "… nog 3 delen …" in lines[7]
    assert "zelfde kloktijd op do 07-01-2027 16:00" in lines[8]


def test_the_table_names_the_hours_of_the_partner() -> None:
    result = run("--urgency", "U2", "--submitted", "2026-03-06T22:00+01:00", "--partner", "omo")
    line = result.output.splitlines()[6]
    assert line.startswith("antwoord van de deskundige")
    assert "elke dag + werkdagen, dag en nacht" in line
    assert "vr 06-03-2026 22:00–23:00 (1:00); ma 09-03-2026 07:00–10:00 (3:00)" in line


@pytest.mark.parametrize("address", ["postgresql://127.0.0.1:1/nothing", "what is this"])
def test_a_database_that_cannot_be_read_is_said_and_the_default_holds(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    result = run("--urgency", "U3", "--submitted", "2026-12-24T16:00+01:00", "--json")
    assert result.exit_code == 0
    assert "niet te lezen" in result.stderr and address not in result.output
    assert json.loads(result.stdout)["due"]["acknowledgement"] == "2026-12-28T11:00:00+01:00"


def test_the_table_says_when_a_day_rolled_on() -> None:
    result = run("--urgency", "U3", "--submitted", "2026-12-11T16:00:30+01:00")
    assert "vr 25-12-2026 16:00:30, dan het eerste open moment" in result.output


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--urgency", "U3", "--submitted", "2026-12-24T16:00"), "tijdzone ontbreekt"),
        (("--urgency", "U3", "--submitted", "2026-12-24"), "tijdzone ontbreekt"),
        (("--urgency", "U3", "--submitted", "morgen"), "geen tijdstip"),
        (("--urgency", "U3", "--submitted", "2026-02-29T16:00+01:00"), "geen tijdstip"),
        (("--urgency", "U3", "--submitted", ""), "geen tijdstip"),
        (("--urgency", "U3", "--submitted", "0001-01-01T00:00+01:00"), "2000 tot en met 2099"),
        (("--urgency", "U3", "--submitted", "9999-12-31T23:00-12:00"), "2000 tot en met 2099"),
        (("--urgency", "U5", "--submitted", "2026-12-24T16:00+01:00"), "U5"),
        (("--submitted", "2026-12-24T16:00+01:00"), "--urgency"),
        (
            ("--urgency", "U3", "--submitted", "2026-12-24T16:00+01:00", "--partner", "OMOO"),
            "ngb, omo, politieacademie",
        ),
        (
            ("--urgency", "U3", "--submitted", "2026-12-24T16:00+01:00", "--agreement", "7"),
            "Versie 7 bestaat niet.",
        ),
        (
            ("--urgency", "U3", "--submitted", "2026-12-24T16:00+01:00", "--agreement", "0"),
            "--agreement",
        ),
    ],
)
def test_a_wrong_question_is_refused_with_a_sentence(
    arguments: tuple[str, ...], reason: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert reason in result.output
    assert "Traceback" not in result.output
