"""Writes the lock files: an exact version for every package that is installed and needed."""

import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# Made by make lock from what pyproject.toml asks for.\n"
# pip reads these files: another version of it would take its own place while it works.
INSTALLERS = {"pip"}


def asked_for() -> tuple[list[Requirement], list[Requirement]]:
    """What pyproject.toml asks for: to run, and on top of that to develop."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    development = project["optional-dependencies"]["dev"]
    return (
        [Requirement(line) for line in project["dependencies"]],
        [Requirement(line) for line in development],
    )


def follow(requirement: Requirement, found: dict[str, set[str]]) -> None:
    """Adds to `found` each distribution that this one leads to here, with the extras asked for.

    Raises importlib.metadata.PackageNotFoundError for a package that is not installed.
    """
    name = canonicalize_name(requirement.name)
    if name in found and requirement.extras <= found[name]:
        return
    extras = found.setdefault(name, set())
    extras |= requirement.extras
    for line in metadata.requires(name) or []:
        onward = Requirement(line)
        if onward.marker is None or any(
            onward.marker.evaluate({"extra": extra}) for extra in extras | {""}
        ):
            follow(onward, found)


def lock_text(requirements: list[Requirement]) -> str:
    """The lock file of these requirements; local labels of versions (+cpu) are left off."""
    found: dict[str, set[str]] = {}
    for requirement in requirements:
        follow(requirement, found)
    markers = {str(canonicalize_name(each.name)): each.marker for each in requirements}
    lines = []
    for name in sorted(found.keys() - INSTALLERS):
        version = metadata.version(name).partition("+")[0]
        marker = f" ; {markers[name]}" if markers.get(name) else ""
        lines.append(f"{name}=={version}{marker}\n")
    return HEADER + "".join(lines)


def main() -> None:
    """Writes both lock files into the root of the project."""
    running, developing = asked_for()
    (ROOT / "requirements.lock").write_text(lock_text(running), encoding="utf-8")
    (ROOT / "requirements-dev.lock").write_text(
        lock_text([*running, *developing]), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
