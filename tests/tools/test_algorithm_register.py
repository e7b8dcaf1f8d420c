"""The entry for the algorithm register: by the standard, and true where figures are told."""

import copy
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tools.algorithm_register import entry, reached, schema, told

ROOT = Path(__file__).resolve().parents[2]


def faults(content: object) -> list[str]:
    return [error.message for error in Draft202012Validator(schema()).iter_errors(content)]


def test_the_entry_follows_the_standard() -> None:
    Draft202012Validator.check_schema(schema())
    assert faults(entry()) == []


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", ""),
        ("description_short", "x" * 351),
        ("status", "Klaar"),
        ("begin_date", "2026-13"),
        ("contact_email", "bel ons"),
        ("category", ["Onrust"]),
        ("lawful_basis_grouping", [{"title": "Gemeentewet"}]),
        ("unknown", "x"),
        ("goal", None),
    ],
)
def test_what_the_standard_does_not_allow_is_found(field: str, wrong: object) -> None:
    content = copy.deepcopy(entry())
    content[field] = wrong
    assert faults(content)


@pytest.mark.parametrize("field", schema()["required"])
def test_what_must_be_told_is_missed(field: str) -> None:
    assert faults({name: value for name, value in entry().items() if name != field})


def test_the_figures_are_those_of_the_documentation() -> None:
    assert len(reached()) == 5
    assert told() == reached()


@pytest.mark.parametrize(
    ("path", "heading", "words"),
    [
        ("tests/gold/experts.jsonl", 0, "verzonnen profielen"),
        ("tests/gold/requests.jsonl", 0, "verzonnen aanvragen"),
        ("expert_registry/data/themes.tsv", 1, "thema's"),
        ("expert_registry/data/support_kinds.tsv", 1, "soorten steun"),
    ],
)
def test_the_numbers_are_those_of_the_files(path: str, heading: int, words: str) -> None:
    rows = len((ROOT / path).read_text(encoding="utf-8").splitlines()) - heading
    assert f"{rows} {words}" in entry()["methods_and_models"]
