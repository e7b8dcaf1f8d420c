"""The list of what the program is made of: complete, valid, and with licences."""

import json
import tomllib
from pathlib import Path

import pytest
from cyclonedx.model.component import Component, ComponentType

from tools.sbom import InvalidBom, as_json, bill_of_materials, npm_packages, python_packages

ROOT = Path(__file__).resolve().parents[2]


def test_the_list_is_valid_and_holds_all_that_runs() -> None:
    bom = bill_of_materials()
    content = json.loads(as_json(bom))
    assert (content["bomFormat"], content["specVersion"]) == ("CycloneDX", "1.6")
    locked = (ROOT / "requirements.lock").read_text().splitlines()[1:]
    served = json.loads((ROOT / "package-lock.json").read_text())["packages"].keys() - {""}
    purls = [each.get("purl", "") for each in content["components"]]
    assert sum(purl.startswith("pkg:pypi/") for purl in purls) == len(locked)
    assert sum(purl.startswith("pkg:npm/") for purl in purls) == len(served)
    models = [each for each in bom.components if each.type is ComponentType.MACHINE_LEARNING_MODEL]
    assert all(list(each.hashes) and list(each.licenses) for each in models)
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert content["metadata"]["component"]["version"] == version


def test_a_package_carries_its_version_and_licence() -> None:
    (found,) = python_packages("# of tests\nflask==3.1.0\n")
    assert str(found.purl) == "pkg:pypi/flask@3.1.0"
    assert list(found.licenses)


def test_what_only_tests_use_is_marked() -> None:
    lock = {
        "packages": {
            "": {"name": "own"},
            "node_modules/axe-core": {
                "version": "1",
                "license": "MPL-2.0",
                "integrity": "sha512-AA==",
            },
            "node_modules/@a/b": {"version": "2", "integrity": "sha512-AA=="},
        }
    }
    tests, served = npm_packages(lock)
    assert (tests.scope, served.scope) == ("excluded", "required")
    assert str(served.purl) == "pkg:npm/%40a/b@2"


def test_a_list_that_breaks_the_schema_is_refused() -> None:
    bom = bill_of_materials()
    bom.components.add(Component(name="wrong", type=ComponentType.LIBRARY, mime_type="none"))
    with pytest.raises(InvalidBom):
        as_json(bom)
