"""Judged files: profiles and requests as JSON lines, grades with tabs."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from expert_registry.errors import UnreadableFile
from expert_registry.expert import ExpertProfile
from expert_registry.search import RequestFacts

Row = TypeVar("Row")


@dataclass(frozen=True)
class JudgedRequest:
    """A request of the file, as the search may know it."""

    request_id: str
    facts: RequestFacts


def judged_profile(row: dict[str, Any], form: bool) -> ExpertProfile:
    """The profile in this row, with what was ticked only for the form track."""
    return ExpertProfile(
        external_id=_text(row, "id"),
        partner_id=_text(row, "partner"),
        summary=_text(row, "summary"),
        themes=tuple(row["themes"]) if form else (),
        support_kinds=tuple(row["support_kinds"]) if form else (),
    )


def judged_request(row: dict[str, Any], form: bool) -> JudgedRequest:
    """The request in this row; its themes are never read."""
    facts = RequestFacts(
        text=_text(row, "text"),
        support_kinds=tuple(row["support_kinds"]) if form else (),
        phase=_text(row, "phase") if form else None,
    )
    return JudgedRequest(_text(row, "id"), facts)


def _text(row: dict[str, Any], name: str) -> str:
    text = row[name]
    if not isinstance(text, str) or not text.strip():
        raise ValueError(name)
    return text


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise UnreadableFile(f"{path.name}: niet te lezen als UTF-8") from None
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line.rstrip("\r")


def read_jsonl(path: Path, read: Callable[[dict[str, Any]], Row]) -> list[Row]:
    """The rows of the file as `read` makes them; raises UnreadableFile with the line."""
    rows = []
    for number, line in _lines(path):
        try:
            rows.append(read(json.loads(line)))
        except (ValueError, TypeError, KeyError):
            message = f"{path.name}, regel {number}: geen geldige regel, of een veld ontbreekt"
            raise UnreadableFile(message) from None
    return rows


def read_grades(path: Path) -> dict[str, dict[str, int]]:
    """The grade by request and expert; raises UnreadableFile with the line."""
    grades: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        if number == 1 and line.startswith("request_id"):
            continue
        try:
            request_id, expert_id, grade = line.split("\t")
            grades.setdefault(request_id, {})[expert_id] = int(grade)
        except ValueError:
            message = f"{path.name}, regel {number}: verwacht aanvraag, deskundige en cijfer"
            raise UnreadableFile(message) from None
    return grades
