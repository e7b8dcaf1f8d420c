"""Measures the ranking on judged files: experts, requests and grades."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Protocol

from embeddings.vectors import Encoded
from expert_registry.encoding import TextReader
from expert_registry.errors import UnknownTrack
from expert_registry.expert import ExpertProfile, profile_text
from expert_registry.judged_files import judged_profile, judged_request, read_grades, read_jsonl
from expert_registry.ranking.diversify import Standing, spread
from expert_registry.ranking.evaluate import (
    RELEVANT,
    ReliabilityBin,
    calibration_error,
    measures,
    partners_among,
    reliability,
)
from expert_registry.search import PlacedExpert, expert_order
from expert_registry.snapshot import Snapshot, build_snapshot

TRACKS = ("text", "form")
BATCH = 32
# A proposal shows so many experts; of these the first few are asked.
SHOWN, FIRST = 20, 5


class NamedReader(TextReader, Protocol):
    """An encoder that says which model it is."""

    @property
    def model_id(self) -> str:
        """A name that changes whenever the vectors change."""
        ...


@dataclass(frozen=True)
class Judged:
    """Every expert ranked for every request of the files, with the grades.

    `order` holds the placed experts by request, `names` and `partners` are by expert id.
    """

    order: dict[str, list[PlacedExpert]]
    names: dict[int, str]
    partners: dict[int, str]
    grades: dict[str, dict[str, int]]

    def measures(self) -> dict[str, float]:
        """nDCG, recall, success and MRR; then what alternating partners does, and calibration.

        All are means over the requests; `spread` is the order in which partners alternate,
        `partners@5` the number of partners among the first five, `ece` how far the probability
        of fit is off, over all pairs and among the first five.
        """
        by_score = {asked: self._names(found) for asked, found in self.order.items()}
        spread_out = {
            asked: self._names(self._spread(found)) for asked, found in self.order.items()
        }
        return {
            **measures(by_score, self.grades),
            "ndcg@5 spread": measures(spread_out, self.grades)["ndcg@5"],
            "partners@5": self._partner_mix(by_score),
            "partners@5 spread": self._partner_mix(spread_out),
            "ece": calibration_error(self.reliability(None)),
            "ece@5": calibration_error(self.reliability(FIRST)),
        }

    def reliability(self, depth: int | None) -> list[ReliabilityBin | None]:
        """What was said of the fit and what was so, among the first `depth` (None = all pairs)."""
        pairs = [
            (one.chance, self.grades.get(asked, {}).get(self.names[one.expert_id], 0) >= RELEVANT)
            for asked, found in self.order.items()
            for one in found[:depth]
        ]
        return reliability([chance for chance, _fit in pairs], [fit for _chance, fit in pairs])

    def _names(self, found: Sequence[PlacedExpert | Standing]) -> list[str]:
        return [self.names[one.expert_id] for one in found]

    def _spread(self, found: list[PlacedExpert]) -> list[Standing]:
        return spread(
            [
                Standing(one.expert_id, one.score, self.partners[one.expert_id], one.chance)
                for one in found[:SHOWN]
            ]
        )

    def _partner_mix(self, rankings: dict[str, list[str]]) -> float:
        by_name = {self.names[key]: partner for key, partner in self.partners.items()}
        counts = [partners_among(found, by_name, FIRST) for found in rankings.values()]
        return fmean(counts) if counts else 0.0


def evaluate_files(
    experts_path: Path,
    requests_path: Path,
    qrels_path: Path,
    track: str,
    encoder: NamedReader,
) -> dict[str, float]:
    """The measures of `judge_files`, by name."""
    return judge_files(experts_path, requests_path, qrels_path, track, encoder).measures()


def judge_files(
    experts_path: Path,
    requests_path: Path,
    qrels_path: Path,
    track: str,
    encoder: NamedReader,
) -> Judged:
    """Every expert of the file ranked for every request of the file.

    Track `text` uses summaries and request texts; `form` adds the experts' themes and kinds of
    support and the requests' kinds and phase. The `themes` of a request are never read. Raises
    UnknownTrack, UnreadableFile and what the encoder raises.
    """
    if track not in TRACKS:
        raise UnknownTrack(f"track {track!r} is not one of {', '.join(TRACKS)}")
    form = track == "form"
    profiles = read_jsonl(experts_path, lambda row: judged_profile(row, form))
    requests = read_jsonl(requests_path, lambda row: judged_request(row, form))
    grades = read_grades(qrels_path)
    pool = _pool(profiles, encoder)
    readings = _read(encoder.read_query, [request.facts.text for request in requests])
    return Judged(
        order={
            request.request_id: expert_order(request.facts, pool, reading)
            for request, reading in zip(requests, readings, strict=True)
        },
        names={expert_id: profile.external_id for expert_id, profile in pool.profiles.items()},
        partners={expert_id: profile.partner_id for expert_id, profile in pool.profiles.items()},
        grades=grades,
    )


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
