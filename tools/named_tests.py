"""Tests that a document names: whether they stand in their file, and whether they ran.

A name is `file::function`, or `file::function[TEXT]`: the cases whose id holds TEXT.
"""

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def missing_from_source(name: str, root: Path = ROOT) -> str | None:
    """Say what is wrong with a name by reading its file, or None; nothing is imported."""
    place, case = _split(name)
    path, _, function = place.partition("::")
    if not function.startswith("test_") or not (root / path).is_file():
        return f"{name}: no such file or no test"
    functions, texts = _read(root / path)
    if function not in functions:
        return f"{name}: no such function in that file"
    if case and not any(case in text for text in texts):
        return f"{name}: no case with that text in its file"
    return None


@dataclass
class TestRun:
    """What pytest told of a run: the ids that passed, and those that were left out."""

    __test__ = False

    passed: set[str] = field(default_factory=set)
    skipped: set[str] = field(default_factory=set)

    def note(self, node_id: str, outcome: str, when: str) -> None:
        """Note what pytest reports of one phase (`when`) of a test."""
        if outcome == "skipped":
            self.skipped.add(without_group(node_id))
        elif outcome == "passed" and when == "call":
            self.passed.add(without_group(node_id))

    def not_shown(self, names: Iterable[str]) -> list[str]:
        """Say of which names no test passed, or some case was skipped; in order."""
        passed, skipped = _by_function(self.passed), _by_function(self.skipped)
        found = []
        for name in dict.fromkeys(names):
            place, case = _split(name)
            if any(case in one for one in skipped.get(place, ())):
                found.append(f"{name}: was skipped")
            elif not any(case in one for one in passed.get(place, ())):
                found.append(f"{name}: did not run to a pass")
        return found


def without_group(node_id: str) -> str:
    """Give the id of a test as pytest has it; xdist adds `@group` behind it."""
    before, _, group = node_id.rpartition("@")
    return node_id if not before or "]" in group else before


def _by_function(node_ids: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node_id in node_ids:
        place, case = _split(node_id)
        found.setdefault(place, []).append(case)
    return found


def _split(name: str) -> tuple[str, str]:
    place, _, case = name.partition("[")
    return place, case.removesuffix("]")


@cache
def _read(path: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Give the functions at the top of a file, and all texts and names that stand in it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    texts = {str(node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    texts |= {node.attr.lower() for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return frozenset(functions), frozenset(texts)
