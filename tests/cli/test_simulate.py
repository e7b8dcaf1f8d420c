"""`schakel simulate` as a user types it."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from service.cli.simulate import simulate


def run(*arguments: str) -> Result:
    return CliRunner().invoke(simulate, ["--seed", "4", "--processes", "1", *arguments])


def test_json_and_picture_of_one_policy(tmp_path: Path) -> None:
    picture = tmp_path / "times.svg"
    result = run("--requests", "2", "--policy", "adaptive", "--json", "--plot", str(picture))
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert (found["requests"], found["seed"], found["ratios"]) == (2, 4, {})
    assert [one["policy"] for one in found["policies"]] == ["adaptive"]
    assert picture.read_text("utf-8").startswith("<svg")


def test_the_table_names_policies_steps_and_limits(tmp_path: Path) -> None:
    people = tmp_path / "people.json"
    people.write_text('{"silent": 0, "accepts": {"ngb": 1, "omo": 1, "politieacademie": 1}}')
    result = run("--requests", "1", "--policy", "one-by-one", "--people", str(people))
    assert result.exit_code == 0, result.output
    assert "| one-by-one | all     | 1 |" in result.stdout
    assert "| expert_reaction | 0 (1)" in result.stdout
    assert "over limits" in result.stdout


def test_people_that_cannot_be_are_refused(tmp_path: Path) -> None:
    people = tmp_path / "people.toml"
    people.write_text("patience = 1\n")
    result = run("--people", str(people))
    assert result.exit_code == 2
    assert "patience: not known" in result.output
