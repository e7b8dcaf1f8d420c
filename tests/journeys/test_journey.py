"""The main job, played with the real programs on both databases."""

import json

import pytest
from click.testing import CliRunner, Result

from service.cli.main import main

pytestmark = pytest.mark.slow


def play(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["journey", "--json", *arguments])


def test_a_request_finds_its_expert(bare_database_url: str) -> None:
    result = play("--database-url", bare_database_url)
    report = json.loads(result.stdout)
    assert report["failed"] is None
    assert (result.exit_code, report["ok"], report["mails"]) == (0, True, 12)
    assert bare_database_url.startswith(report["database"])
    steps = [step["step"] for step in report["timeline"]]
    assert steps[0] == "everything started"
    assert steps[-1] == "all mails checked"
    assert sum(step["seconds"] for step in report["timeline"]) < report["seconds"] + 1


@pytest.mark.backend("sqlite")
def test_ten_kills_of_the_worker_lose_no_mail(bare_database_url: str) -> None:
    result = play("--kill-worker", "10", "--seed", "7", "--database-url", bare_database_url)
    report = json.loads(result.stdout)
    assert report["failed"] is None
    assert (result.exit_code, report["ok"], report["kills"]) == (0, True, 10)
