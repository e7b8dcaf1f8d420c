"""`schakel registry report`, for a person and for a program."""

import json

from tests.cli.conftest import Command


def test_the_report_as_json(schakel: Command) -> None:
    answer = schakel("registry", "report", "--json")
    assert answer.exit_code == 0, answer.output
    found = json.loads(answer.output)
    assert (found["experts"], found["can_help"]) == (126, 126)
    assert "demonstratierecht" in found["themes_without_supply"]
    supply = found["themes"]["asielopvang"]
    assert supply["experts"] == sum(supply["by_partner"].values()) > supply["as_main"]
    assert found["support_kinds"]["scenario-denken"] == 0
    assert sum(found["partners"].values()) == 126
    [first, *_others] = found["profiles"]
    assert first["external_id"] == "AE001"
    assert [hint["kind"] for hint in first["hints"]] == ["no_case"]
    assert found["hint_counts"]["no_case"] == 126
    assert (found["never_proposed"], found["often_proposed"]) == ([], [])
    assert "@" not in answer.output
    assert "Deskundige 0" not in answer.output


def test_the_report_for_a_person(schakel: Command) -> None:
    answer = schakel("registry", "report")
    assert answer.exit_code == 0, answer.output
    lines = answer.output.splitlines()
    assert lines[0] == "126 experts, of whom 126 can be asked"
    assert "126 not compared with others" in lines[1]
    [gap] = [line for line in lines if line.startswith("Themes without supply: ")]
    assert "Demonstratierecht" in gap
    place = lines.index("AE001")
    assert lines[place + 1].startswith("  Er staat geen eerdere zaak bij.")
    assert lines[-1] == "Profiles that are nearly the same: 0"
