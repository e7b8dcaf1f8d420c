"""publiccode.yml follows the version of the standard that it names, and is true."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from service.web.languages.catalogue import NAMES

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads(Path(__file__).with_name("publiccode_schema.json").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def content() -> dict[str, Any]:
    loaded = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def faults(changed: dict[str, Any]) -> list[str]:
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(changed)]


def test_it_follows_the_standard() -> None:
    assert faults(content()) == []


def test_it_says_what_the_program_says() -> None:
    told = content()
    assert told["legal"]["license"] == PROJECT["license"]
    assert set(told["localisation"]["availableLanguages"]) == set(NAMES)
    python = next(each for each in told["dependsOn"]["open"] if each["name"] == "Python")
    assert PROJECT["requires-python"] == f">={python['versionMin']}"
    pictures = [each for text in told["description"].values() for each in text["screenshots"]]
    assert all((ROOT / path).is_file() for path in [told["logo"], *pictures])


def test_a_version_is_told_once_there_is_a_release() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = f"## [{PROJECT['version']}]" in changelog
    assert ("softwareVersion" in content()) is released


@pytest.mark.parametrize(
    "wrong",
    [
        {"publiccodeYmlVersion": "9"},
        {"url": "schakel"},
        {"categories": ["unrest"]},
        {"categories": []},
        {"developmentStatus": "done"},
        {"maintenance": {"type": "internal"}},
        {"maintenance": {"type": "contract", "contacts": [{"name": "A"}]}},
        {"localisation": {"localisationReady": True, "availableLanguages": []}},
        {"dependsOn": {"open": [{"version": "3"}]}},
        {"inputTypes": ["text/plain"]},
        {"description": {}},
    ],
)
def test_what_the_standard_does_not_allow_is_found(wrong: dict[str, Any]) -> None:
    assert faults(content() | wrong)
