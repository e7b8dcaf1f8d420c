"""Looks for known leaks in the packages of the lock files; says so when it could not look.

A leak that is known and not excused in audit_exceptions.toml fails. No network, or lists that
cannot be reached, is told and fails nothing: then nobody has looked.
"""

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from tools.assets import npm_command

ROOT = Path(__file__).resolve().parent.parent
EXCEPTIONS = Path(__file__).with_name("audit_exceptions.toml")
LOCKS = ("requirements.lock", "requirements-dev.lock")
LIMIT_S = 240


class NotReached(Exception):
    """The list of known leaks could not be asked; the message says what was tried."""


@dataclass(frozen=True)
class Leak:
    """One known leak in one package, by its public number."""

    package: str
    number: str

    def __str__(self) -> str:
        return f"{self.package}: {self.number}"


@dataclass(frozen=True)
class Excuse:
    """A leak that does not matter here: why, and until which day somebody said so."""

    number: str
    reason: str
    until: date


def leaks_of_python(report: str) -> list[Leak]:
    """Reads the JSON of pip-audit. Raises NotReached when not one package was looked up."""
    try:
        packages = json.loads(report)["dependencies"]
    except (ValueError, KeyError):
        raise NotReached("pip-audit gave no report") from None
    if all("skip_reason" in each for each in packages):
        raise NotReached("pip-audit found no package in the list that it asks")
    skipped = [each["name"] for each in packages if "skip_reason" in each]
    if skipped:
        print(f"Not looked at: {', '.join(skipped)}")
    return [
        Leak(each["name"], vulnerability["id"])
        for each in packages
        for vulnerability in each.get("vulns", [])
    ]


def leaks_of_npm(report: str) -> list[Leak]:
    """Reads the JSON of npm audit. Raises NotReached when it could not ask."""
    try:
        found = json.loads(report)["vulnerabilities"]
    except (ValueError, KeyError):
        raise NotReached("npm audit gave no report") from None
    return [
        Leak(name, str(via["url"]).rpartition("/")[2])
        for name, entry in found.items()
        for via in entry["via"]
        if isinstance(via, Mapping)
    ]


def read_excuses(text: str) -> list[Excuse]:
    """Reads audit_exceptions.toml: `[[exception]]` with `number`, `reason` and `until`.

    Raises KeyError for one without reason or day, and ValueError for an empty reason.
    """
    found = [
        Excuse(each["number"], each["reason"], each["until"])
        for each in tomllib.loads(text).get("exception", [])
    ]
    if not all(each.reason.strip() for each in found):
        raise ValueError("an exception needs a reason")
    return found


def not_excused(leaks: Iterable[Leak], excuses: Iterable[Excuse], today: date) -> list[Leak]:
    """Gives the leaks for which no excuse holds today."""
    held = {each.number for each in excuses if today <= each.until}
    return [leak for leak in leaks if leak.number not in held]


def look(name: str, ask: Callable[[], str], read: Callable[[str], list[Leak]]) -> list[Leak]:
    """Gives what is known; tells when nobody could be asked, and then gives nothing."""
    try:
        leaks = read(ask())
    except (NotReached, OSError, subprocess.TimeoutExpired) as trouble:
        print(f"{name}: NOT LOOKED AT ({trouble}). This says nothing of whether it is safe.")
        return []
    print(f"{name}: {len(leaks)} known leaks")
    return leaks


def main() -> int:
    """Looks at both; returns 1 when a leak is known that is not excused."""
    leaks = look("Python packages", _ask_python, leaks_of_python)
    leaks += look("npm packages", _ask_npm, leaks_of_npm)
    excuses = read_excuses(EXCEPTIONS.read_text(encoding="utf-8"))
    left = not_excused(leaks, excuses, datetime.now(UTC).date())
    for leak in left:
        print(f"Known leak: {leak}")
    return int(bool(left))


def _ask_python() -> str:
    files = [word for lock in LOCKS for word in ("--requirement", lock)]
    options = ["--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off"]
    return _answer([sys.executable, "-m", "pip_audit", *files, *options])


def _ask_npm() -> str:
    return _answer([str(npm_command()), "audit", "--json"])


def _answer(command: list[str]) -> str:
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT_S, check=False
    )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
