"""The table of OWASP ASVS names tests: what is wrong in it is found, and whether they ran."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tools.asvs_check import problems
from tools.asvs_levels import LEVEL_OF, answered_here
from tools.asvs_table import Requirement, Status, read_table, share_shown
from tools.named_tests import TestRun, missing_from_source, without_group

ROOT = Path(__file__).parents[2]
HERE = "tests/security/test_named_tests.py"
READ = {"first_reading": "yes", "second_reading": "yes"}


def test_the_table_of_this_project_is_sound() -> None:
    assert list(problems(read_table())) == []


def test_the_norm_is_whole() -> None:
    """345 requirements, as the standard itself counts them."""
    assert [list(LEVEL_OF.values()).count(level) for level in (1, 2, 3)] == [70, 183, 92]
    assert len(answered_here()) == 162


def whole_table(**changes: object) -> list[Requirement]:
    """A table without a mistake, but for `changes` in the row 6.2.1."""
    shown = (f"{HERE}::test_the_norm_is_whole",)
    rows = [Requirement(number, "a", Status.SHOWN, shown) for number in answered_here()]
    return [replace(row, **changes) if row.number == "6.2.1" else row for row in rows]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, None),
        ({"status": Status.NOT_APPLICABLE, "reason": "b", "tests": (), **READ}, None),
        ({"status": Status.OPEN, "note": "b", "tests": ()}, None),
        ({"status": Status.OPEN, "waits_for": "b", "tests": ()}, None),
        ({"asks": ""}, "what it asks is missing"),
        ({"tests": ()}, "called shown without a test"),
        ({"status": Status.OPEN}, "open without a note"),
        ({"waits_for": "b"}, "waits for something, and is not open"),
        ({"status": Status.NOT_APPLICABLE}, "without a reason and two readings"),
        ({"status": Status.NOT_APPLICABLE, "reason": "b", "first_reading": "c"}, "two readings"),
        ({"reason": "b"}, "and applies"),
        ({"tests": (f"{HERE}::test_gone",)}, "no such function"),
        ({"tests": ("tests/test_gone.py::test_gone",)}, "no such file"),
        ({"number": "6.2.2"}, "6.2.1: is missing"),
        ({"number": "6.2.2"}, "6.2.2: stands here twice"),
        ({"number": "6.3.5"}, "6.3.5: is not asked here"),
    ],
)
def test_what_is_wrong_with_a_table(changes: dict[str, object], wrong: str | None) -> None:
    found = list(problems(whole_table(**changes)))
    assert found == [] if wrong is None else any(wrong in one for one in found), found


def test_too_few_that_are_shown_are_told() -> None:
    rows = whole_table()
    opened = [replace(row, status=Status.OPEN, note="b") for row in rows[:17]]
    assert "at least 90% must be" in " ".join(problems([*opened, *rows[17:]]))
    waiting = [replace(row, waits_for="c") for row in opened]
    assert list(problems([*waiting, *rows[17:]])) == []
    assert share_shown(opened) == 0


def test_rows_in_another_order_are_told() -> None:
    first, second, *rest = whole_table()
    assert "order of the norm" in " ".join(problems([second, first, *rest]))


@pytest.mark.parametrize(
    ("name", "there"),
    [
        (f"{HERE}::test_what_is_wrong_with_a_table", True),
        (f"{HERE}::test_what_is_wrong_with_a_table[what it asks is missing]", True),
        (f"{HERE}::test_what_is_wrong_with_a_table[never written" + " down]", False),
        (f"{HERE}::whole_table", False),
        (HERE, False),
        ("tests/security::test_x", False),
    ],
)
def test_a_name_is_looked_up_without_running_anything(name: str, there: bool) -> None:
    assert (missing_from_source(name) is None) is there


@pytest.mark.parametrize(
    ("node_id", "without"),
    [
        ("tests/a.py::test_b", "tests/a.py::test_b"),
        ("tests/a.py::test_b@tests/a.py", "tests/a.py::test_b"),
        ("tests/a.py::test_b[co@bureau.example]", "tests/a.py::test_b[co@bureau.example]"),
        ("tests/a.py::test_b[co@bureau.example]@heavy", "tests/a.py::test_b[co@bureau.example]"),
    ],
)
def test_an_id_without_the_group_of_xdist(node_id: str, without: str) -> None:
    assert without_group(node_id) == without


Reported = Sequence[tuple[str, str, str]]
PASSED = [("t.py::test_a", "passed", phase) for phase in ("setup", "call", "teardown")]


@pytest.mark.parametrize(
    ("reported", "name", "said"),
    [
        (PASSED, "t.py::test_a", None),
        ([], "t.py::test_a", "did not run to a pass"),
        (PASSED, "t.py::test_b", "did not run to a pass"),
        (PASSED[:1], "t.py::test_a", "did not run to a pass"),
        ([("t.py::test_a", "skipped", "setup")], "t.py::test_a", "was skipped"),
        ([("t.py::test_a", "skipped", "call")], "t.py::test_a", "was skipped"),
        ([("t.py::test_a", "failed", "call")], "t.py::test_a", "did not run to a pass"),
        ([("t.py::test_a[x-1]", "passed", "call")], "t.py::test_a", None),
        ([("t.py::test_a[x-1]@g", "passed", "call")], "t.py::test_a[x]", None),
        ([("t.py::test_a[x-1]", "passed", "call")], "t.py::test_a[y]", "did not run"),
        (
            [("t.py::test_a[x]", "passed", "call"), ("t.py::test_a[y]", "skipped", "setup")],
            "t.py::test_a",
            "was skipped",
        ),
        (
            [("t.py::test_a[x]", "passed", "call"), ("t.py::test_a[y]", "skipped", "setup")],
            "t.py::test_a[x]",
            None,
        ),
    ],
)
def test_what_a_run_shows(reported: Reported, name: str, said: str | None) -> None:
    run = TestRun()
    for node_id, outcome, when in reported:
        run.note(node_id, outcome, when)
    found = run.not_shown([name, name])
    assert [line.startswith(f"{name}: {said}") for line in found] == (
        [] if said is None else [True]
    )


CONFTEST = """
import pytest
from tests.named_tests_ran import NamedTestsRan

def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        names = ["own/test_one.py::test_one", "own/test_one.py::test_two"]
        names.append("own/test_two.py::test_gone")
        config.pluginmanager.register(NamedTestsRan(tuple(names)))
"""
TESTS = """
import pytest

def test_one():
    pass

@pytest.mark.skipif(SKIPPED, reason="not today")
def test_two():
    pass
"""


def run_of(folder: Path, *chosen: str, skipped: bool) -> subprocess.CompletedProcess[str]:
    own = folder / "own"
    own.mkdir()
    (folder / "pytest.ini").write_text("[pytest]\ntestpaths = own\n")
    (folder / "conftest.py").write_text(CONFTEST)
    (own / "test_one.py").write_text(TESTS.replace("SKIPPED", str(skipped)))
    gone = "def test_gone(): pass\n" if not skipped else "def test_other(): pass\n"
    (own / "test_two.py").write_text(gone)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *chosen]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    # Other plugins take longer to load than these tests to run.
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_a_whole_run_fails_for_a_named_test_that_did_not_run(tmp_path: Path) -> None:
    result = run_of(tmp_path, "-p", "xdist", "-n", "2", "--dist", "loadgroup", skipped=True)
    assert result.returncode == 1, result.stdout
    assert "own/test_one.py::test_two: was skipped" in result.stdout
    assert "own/test_two.py::test_gone: did not run to a pass" in result.stdout
    assert "test_one.py::test_one:" not in result.stdout


@pytest.mark.parametrize(
    ("chosen", "skipped"),
    [(("own/",), False), (("own/test_one.py",), True), (("-k", "one"), True)],
    ids=["all ran", "a file", "-k"],
)
def test_otherwise_it_says_nothing(tmp_path: Path, chosen: tuple[str, ...], skipped: bool) -> None:
    result = run_of(tmp_path, *chosen, skipped=skipped)
    assert result.returncode == 0, result.stdout
    assert "asvs" not in result.stdout
