"""Measures the ranking on judged files: experts, requests and grades."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from embeddings.vectors import Encoded
from expert_registry.encoding import TextReader
from expert_registry.errors import UnknownTrack, UnreadableFile
from expert_registry.expert import ExpertProfile, profile_text
from expert_registry.ranking.evaluate import measures
from expert_registry.search import RequestFacts, expert_order
from expert_registry.snapshot import Snapshot, build_snapshot

Row = TypeVar("Row")

TRACKS = ("text", "form")
BATCH = 32


class NamedReader(TextReader, Protocol):
    """An encoder that says which model it is."""

    @property
    def model_id(self) -> str:
        """A name that changes whenever the vectors change."""
        ...


@dataclass(frozen=True)
class _Request:
    request_id: str
    facts: RequestFacts


def evaluate_files(
    experts_path: Path,
    requests_path: Path,
    qrels_path: Path,
    track: str,
    encoder: NamedReader,
) -> dict[str, float]:
    """nDCG@5, nDCG@10, recall@10, success@3 and MRR as means over the requests of the file.

    Track `text` uses summaries and request texts; `form` adds the experts' themes and kinds of
    support and the requests' kinds and phase. The `themes` of a request are never read. Raises
    UnknownTrack, UnreadableFile and what the encoder raises.
    """
    if track not in TRACKS:
        raise UnknownTrack(f"track {track!r} is not one of {', '.join(TRACKS)}")
    form = track == "form"
    profiles = _read_jsonl(experts_path, lambda row: _profile(row, form))
    requests = _read_jsonl(requests_path, lambda row: _request(row, form))
    grades = _read_grades(qrels_path)
    pool = _pool(profiles, encoder)
    names = {expert_id: profile.external_id for expert_id, profile in pool.profiles.items()}
    readings = _read(encoder.read_query, [request.facts.text for request in requests])
    rankings = {
        request.request_id: [
            names[expert_id] for expert_id in expert_order(request.facts, pool, reading)
        ]
        for request, reading in zip(requests, readings, strict=True)
    }
    return measures(rankings, grades)


def _pool(profiles: list[ExpertProfile], encoder: NamedReader) -> Snapshot:
    readings = _read(encoder.read_document, [profile_text(one) for one in profiles])
    found = [one.layers[0] for one in readings if one.layers is not None]
    return build_snapshot(
        version=0,
        model_id=encoder.model_id,
        profiles=dict(enumerate(profiles)),
        vectors={place: one.vectors[0] for place, one in enumerate(readings)},
        labels={},
        layers=dict(enumerate(found)) if len(found) == len(readings) else None,
    )


def _read(read: Callable[[Sequence[str]], Encoded], texts: list[str]) -> list[Encoded]:
    batches = [read(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]
    return [
        Encoded(
            batch.vectors[place : place + 1],
            None if batch.layers is None else batch.layers[place : place + 1],
        )
        for batch in batches
        for place in range(len(batch.vectors))
    ]


def _profile(row: dict[str, Any], form: bool) -> ExpertProfile:
    return ExpertProfile(
        external_id=_text(row, "id"),
        partner_id=_text(row, "partner"),
        summary=_text(row, "summary"),
        themes=tuple(row["themes"]) if form else (),
        support_kinds=tuple(row["support_kinds"]) if form else (),
    )


def _request(row: dict[str, Any], form: bool) -> _Request:
    facts = RequestFacts(
        text=_text(row, "text"),
        support_kinds=tuple(row["support_kinds"]) if form else (),
        phase=_text(row, "phase") if form else None,
    )
    return _Request(_text(row, "id"), facts)


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


def _read_jsonl(path: Path, read: Callable[[dict[str, Any]], Row]) -> list[Row]:
    rows = []
    for number, line in _lines(path):
        try:
            rows.append(read(json.loads(line)))
        except (ValueError, TypeError, KeyError):
            message = f"{path.name}, regel {number}: geen geldige regel, of een veld ontbreekt"
            raise UnreadableFile(message) from None
    return rows


def _read_grades(path: Path) -> dict[str, dict[str, int]]:
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
