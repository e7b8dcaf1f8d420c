"""The texts that the heads learn from: requests, profiles, and phrases per theme and kind."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np

from expert_registry.reference_data import SUPPORT_KINDS, THEMES, read_reference

# Phrases are joined to so many short texts per theme or kind, in random order.
THEME_TEXTS, KIND_TEXTS = 14, 4
FIRST_WRITERS = 0


@dataclass(frozen=True)
class TrainingTexts:
    """Texts with the numbers of their theme; kinds as rows of 0 and 1; hints name one kind.

    `subjects` are phrases of one theme, `hints` phrases of one kind of support.
    """

    themes: tuple[str, ...]
    kinds: tuple[str, ...]
    requests: list[str]
    profiles: list[str]
    subjects: list[str]
    hints: list[str]
    theme_of: list[int]  # requests, profiles, subjects
    sides_of: list[list[int]]  # requests, profiles, subjects: further themes
    kinds_of: list[list[str]]  # requests, profiles
    kind_of_hint: list[int]
    writer_of: list[int]  # requests, profiles; one number stands for all writers of the first texts


def read_training_texts(seed: int) -> TrainingTexts:
    """The training texts of the package; `seed` decides how phrases are put together."""
    rng = np.random.default_rng(seed)
    table = read_reference(THEMES)
    themes = tuple(str(row["slug"]) for row in table)
    kinds = tuple(str(row["slug"]) for row in read_reference(SUPPORT_KINDS))
    requests = [*_rows("requests.jsonl"), *_rows("more_requests.jsonl")]
    profiles = [*_rows("profiles.jsonl"), *_rows("more_profiles.jsonl")]
    more = _phrases("theme_phrases.tsv")
    subjects = [_joined(_said_of(row, more), THEME_TEXTS, rng) for row in table]
    said = _phrases("support_kind_phrases.tsv")
    hints = {slug: _joined(said[slug], KIND_TEXTS, rng) for slug in said}
    return TrainingTexts(
        themes=themes,
        kinds=kinds,
        requests=[row["text"] for row in requests],
        profiles=[row["text"] for row in profiles],
        subjects=[text for texts in subjects for text in texts],
        hints=[text for texts in hints.values() for text in texts],
        theme_of=[themes.index(row["theme"]) for row in (*requests, *profiles)]
        + [number for number, texts in enumerate(subjects) for _text in texts],
        sides_of=[
            [themes.index(slug) for slug in row.get("side_themes", [])]
            for row in (*requests, *profiles)
        ]
        + [[] for texts in subjects for _text in texts],
        kinds_of=[row["support_kinds"] for row in (*requests, *profiles)],
        kind_of_hint=[kinds.index(slug) for slug, texts in hints.items() for _text in texts],
        writer_of=[row.get("writer", FIRST_WRITERS) for row in (*requests, *profiles)],
    )


def _said_of(row: dict[str, Any], more: dict[str, list[str]]) -> list[str]:
    said = [row["label_nl"], row["scope_nl"], *row["synonyms_nl"], *more[row["slug"]]]
    return list(dict.fromkeys(said))


def _joined(phrases: Sequence[str], parts: int, rng: np.random.Generator) -> list[str]:
    order = rng.permutation(len(phrases))
    return [". ".join(phrases[at] for at in part) for part in np.array_split(order, parts)]


def _content(name: str) -> str:
    return resources.files("expert_registry").joinpath("training", name).read_text("utf-8")


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in _content(name).split("\n") if line.strip()]


def _phrases(name: str) -> dict[str, list[str]]:
    rows = csv.DictReader(_content(name).splitlines(), delimiter="\t")
    return {row["slug"]: row["phrases_nl"].split(", ") for row in rows}
