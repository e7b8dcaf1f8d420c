"""Judged files to measures, with an encoder that knows letters only."""

import json
from collections.abc import Sequence
from math import log2
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embeddings.vectors import Encoded
from expert_registry.errors import UnknownTrack, UnreadableFile
from expert_registry.evaluation import Judged, evaluate_files
from expert_registry.search import PlacedExpert

EXPERTS = [
    {"summary": "Voetbal en supporters.", "themes": ["voetbal"], "support_kinds": ["duiding"]},
    {"summary": "Opvang van asielzoekers.", "themes": ["asielopvang"], "support_kinds": []},
    {"summary": "Windmolens.", "themes": ["energietransitie"], "support_kinds": ["netwerk"]},
]
REQUESTS = [
    {"text": "Supporters op het plein.", "phase": "escalatie", "support_kinds": ["duiding"]},
    {"text": "Asielzoekers in de sporthal.", "phase": "escalatie", "support_kinds": []},
]
QRELS = "request_id\texpert_id\tgrade\nR0\tE0\t3\nR1\tE1\t2\n"


class EqualVectors:
    """Gives every text the same vector, so that letters and ticks decide."""

    model_id = "equal"

    def read_query(self, texts: Sequence[str]) -> Encoded:
        return Encoded(np.ones((len(texts), 1), np.float32))

    read_document = read_query


def measured(
    folder: Path,
    experts: list[dict[str, Any]] = EXPERTS,
    requests: list[dict[str, Any]] = REQUESTS,
    qrels: str = QRELS,
    track: str = "text",
) -> dict[str, float]:
    paths = [folder / name for name in ("experts.jsonl", "requests.jsonl", "qrels.tsv")]
    rows = [{"id": f"E{n}", "partner": "NGB"} | row for n, row in enumerate(experts)]
    asked = [{"id": f"R{n}"} | row for n, row in enumerate(requests)]
    paths[0].write_text("\n".join(map(json.dumps, rows)))
    paths[1].write_text("\n".join(map(json.dumps, asked)))
    paths[2].write_text(qrels)
    return evaluate_files(paths[0], paths[1], paths[2], track, EqualVectors())


@pytest.mark.parametrize("track", ["text", "form"])
def test_a_perfect_ranking_scores_one(tmp_path: Path, track: str) -> None:
    found = measured(tmp_path, track=track)
    quality = ["ndcg@5", "ndcg@10", "recall@10", "success@3", "mrr", "ndcg@5 spread"]
    others = ["partners@5", "partners@5 spread", "ece", "ece@5"]
    assert list(found) == quality + others
    assert {found[name] for name in quality} == {1.0}
    assert found["partners@5"] == 1
    assert 0 < found["ece"] < 1


def test_alternating_partners_is_measured_beside_the_score_alone() -> None:
    placed = [PlacedExpert(number, 2.0 - number / 10, 0.8) for number in range(4)]
    names = {number: f"E{number}" for number in range(4)}
    judged = Judged({"R0": placed}, names, dict(enumerate("AAAB")), {"R0": {"E1": 3}})
    found = judged.measures()
    assert found["ndcg@5"] == pytest.approx(1 / log2(3))  # E1 is second
    assert found["ndcg@5 spread"] == pytest.approx(1 / 2)  # E3 of the other partner comes between
    assert found["partners@5"] == found["partners@5 spread"] == 2
    assert found["ece@5"] == pytest.approx(0.8 - 1 / 4)


def test_ticks_count_on_the_form_track_only(tmp_path: Path) -> None:
    requests = [{"text": "Wat nu?", "phase": "escalatie", "support_kinds": ["netwerk"]}]
    experts = [EXPERTS[2] | {"support_kinds": ["duiding"]}, EXPERTS[2]]
    files = {"experts": experts, "requests": requests, "qrels": "R0\tE1\t3\n"}
    assert measured(tmp_path, **files)["mrr"] < 1.0
    assert measured(tmp_path, **files, track="form")["mrr"] == 1.0


@pytest.mark.parametrize("track", ["text", "form"])
def test_the_true_themes_are_never_read(tmp_path: Path, track: str) -> None:
    silent = [{"text": "Wat nu?", "phase": "escalatie", "support_kinds": []}]
    telling = [silent[0] | {"themes": ["energietransitie"]}]
    qrels = "R0\tE2\t3\n"
    without = measured(tmp_path, requests=silent, qrels=qrels, track=track)
    assert measured(tmp_path, requests=telling, qrels=qrels, track=track) == without


def test_the_text_track_needs_no_ticks_in_the_files(tmp_path: Path) -> None:
    experts = [{"summary": row["summary"]} for row in EXPERTS]
    requests = [{"text": row["text"]} for row in REQUESTS]
    assert measured(tmp_path, experts=experts, requests=requests)["mrr"] == 1.0


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"experts": [{"themes": []}]}, "experts.jsonl, regel 1"),
        ({"requests": [REQUESTS[0], {"text": ""}]}, "requests.jsonl, regel 2"),
        ({"requests": [{"text": 5}]}, "requests.jsonl, regel 1"),
        ({"qrels": "R0\tE0\n"}, "qrels.tsv, regel 1"),
        ({"qrels": "R0\tE0\tgoed\n"}, "qrels.tsv, regel 1"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, bad: dict[str, Any], message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        measured(tmp_path, **bad)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"weg\.jsonl"):
        evaluate_files(tmp_path / "weg.jsonl", tmp_path, tmp_path, "text", EqualVectors())


def test_an_unknown_track_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownTrack):
        measured(tmp_path, track="spoor")
