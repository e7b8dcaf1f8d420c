"""Known leaks fail, excuses run out, and a list that was not reached says nothing."""

import json
from datetime import date

import pytest

from tools.audit import (
    EXCEPTIONS,
    Excuse,
    Leak,
    NotReached,
    leaks_of_npm,
    leaks_of_python,
    look,
    not_excused,
    read_excuses,
)

TODAY = date(2026, 11, 22)
LEAK = Leak("kapot", "GHSA-1111-2222-3333")
SKIPPED = {"name": "weg", "skip_reason": "Dependency not found"}
HOLED = {"name": "kapot", "version": "1", "vulns": [{"id": LEAK.number}]}
SOUND = {"name": "heel", "version": "1", "vulns": []}
NPM_HOLED = {"via": [{"url": f"https://advisories.example/{LEAK.number}"}, "ander"]}


def of_pip_audit(*packages: object) -> str:
    return json.dumps({"dependencies": packages})


@pytest.mark.parametrize(
    ("report", "leaks"),
    [
        (of_pip_audit(SOUND), []),
        (of_pip_audit(SOUND, HOLED), [LEAK]),
        (of_pip_audit(SKIPPED, HOLED), [LEAK]),
    ],
)
def test_leaks_of_python_packages_are_read(report: str, leaks: list[Leak]) -> None:
    assert leaks_of_python(report) == leaks


def test_leaks_of_npm_packages_are_read() -> None:
    assert leaks_of_npm(json.dumps({"vulnerabilities": {"kapot": NPM_HOLED}})) == [LEAK]
    assert leaks_of_npm(json.dumps({"vulnerabilities": {}})) == []


@pytest.mark.parametrize("report", ["", "no json", "{}", of_pip_audit(SKIPPED, SKIPPED)])
def test_nobody_looked_when_nothing_was_found_in_the_list(
    report: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(NotReached):
        leaks_of_python(report)
    assert look("Packages", lambda: report, leaks_of_python) == []
    assert "NOT LOOKED AT" in capsys.readouterr().out


def test_npm_without_a_registry_is_told() -> None:
    with pytest.raises(NotReached):
        leaks_of_npm(json.dumps({"message": "405 Method Not Allowed"}))


@pytest.mark.parametrize(
    ("excuses", "left"),
    [
        ([], [LEAK]),
        ([Excuse(LEAK.number, "never called", TODAY)], []),
        ([Excuse(LEAK.number, "never called", date(2026, 11, 21))], [LEAK]),
        ([Excuse("GHSA-other", "never called", TODAY)], [LEAK]),
    ],
)
def test_an_excuse_holds_for_its_leak_until_its_day(
    excuses: list[Excuse], left: list[Leak]
) -> None:
    assert not_excused([LEAK], excuses, TODAY) == left


def test_an_excuse_needs_a_reason_and_a_day() -> None:
    assert read_excuses(EXCEPTIONS.read_text()) == []
    for wrong in ('reason = " "\nuntil = 2027-01-01', 'reason = "x"', "until = 2027-01-01"):
        with pytest.raises((KeyError, ValueError)):
            read_excuses(f'[[exception]]\nnumber = "GHSA"\n{wrong}')
