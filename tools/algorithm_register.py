"""The entry for the algorithm register as a table, and the figures that it may tell."""

import json
import re
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "algorithm-register"
MATCHING = FOLDER.parent / "matching.md"
TRACKS = ("text only", "form: kinds ticked")
FIGURE = re.compile(r"\b0[.,]\d{2,3}\b")
GOAL = re.compile(r"The goals were \S+ and (0\.\d+) \(text\)")


def entry() -> dict[str, Any]:
    """Gives the entry, with the field names of the register."""
    found: dict[str, Any] = json.loads((FOLDER / "entry.json").read_text(encoding="utf-8"))
    return found


def schema() -> dict[str, Any]:
    """Gives the JSON schema of the publication standard."""
    found: dict[str, Any] = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
    return found


def entry_table() -> str:
    """A row per field of the standard, in its order; fields that are empty say so."""
    told = entry()
    fields = schema()["properties"].items()
    rows = [f"| {field['title']} | {_cell(told.get(name))} |" for name, field in fields]
    return "\n".join(["| veld | inhoud |", "|---|---|", *rows])


def reached() -> list[str]:
    """Gives the figures of the two tracks as the documentation tells them: `0.722`.

    nDCG@5 and success@3 on text only, the same on the form, and the goal that was missed.
    Raises ValueError when the documentation tells no goal.
    """
    text = MATCHING.read_text(encoding="utf-8")
    lines, goal = text.splitlines(), GOAL.search(text)
    if goal is None:
        raise ValueError(f"{MATCHING.name} tells no goal")
    rows = [next(line for line in lines if line.startswith(f"| {track}")) for track in TRACKS]
    figures = [cell.split()[0] for row in rows for cell in row.strip("| ").split(" | ")[1:3]]
    return [*figures, goal[1]]


def told() -> list[str]:
    """Gives the figures of the entry in their order, with a point for the Dutch comma."""
    texts = " ".join(value for value in entry().values() if isinstance(value, str))
    return [figure.replace(",", ".") for figure in FIGURE.findall(texts)]


def _cell(value: object) -> str:
    if isinstance(value, list):
        parts = [each if isinstance(each, str) else " ".join(each.values()) for each in value]
        return "; ".join(parts)
    return str(value or "*nog in te vullen of niet van toepassing*")
