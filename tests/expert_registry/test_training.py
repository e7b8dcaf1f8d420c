"""Training is repeatable, and refuses a model that it cannot use."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from embeddings.vectors import Encoded, unit_length
from expert_registry.errors import UntrainableModel
from expert_registry.heads_file import NAMES, NUMBERS, load_heads
from expert_registry.training.calibration import calibrate, fit_chance
from expert_registry.training.ridge import fit_ridge
from expert_registry.training.texts import TrainingTexts, read_training_texts
from expert_registry.training.train import train


class LengthReader:
    """Reads the length of a text and its first letter, in two layers."""

    def __init__(self, layers: bool = True) -> None:
        self.layers = layers

    def read_query(self, texts: Sequence[str]) -> Encoded:
        rows = np.array([[len(text), ord(text[0]), 1] for text in texts], np.float32)
        layers = np.stack([rows, rows**2], axis=1) if self.layers else None
        return Encoded(unit_length(rows), layers)

    read_document = read_query


def no_progress(_what: str, _done: int, _total: int) -> None:
    pass


def thinned(texts: TrainingTexts, step: int) -> TrainingTexts:
    """One of so many requests and profiles: a fit of all takes minutes."""
    spoken = len(texts.requests) + len(texts.profiles)
    requests = range(0, len(texts.requests), step)
    profiles = range(len(texts.requests), spoken, step)
    kept = [*requests, *profiles]
    every = [*kept, *range(spoken, len(texts.theme_of))]
    return replace(
        texts,
        requests=[texts.requests[at] for at in requests],
        profiles=[texts.profiles[at - len(texts.requests)] for at in profiles],
        theme_of=[texts.theme_of[at] for at in every],
        sides_of=[texts.sides_of[at] for at in every],
        kinds_of=[texts.kinds_of[at] for at in kept],
        writer_of=[texts.writer_of[at] for at in kept],
    )


@pytest.mark.slow
def test_the_same_texts_give_the_same_heads(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    texts = thinned(read_training_texts(0), 8)
    for name in ("one", "two"):
        folder = tmp_path / name
        found = train(LengthReader(), "m", folder, lambda *step: seen.append(step), texts)
    heads = load_heads(tmp_path / "one")
    assert heads.model_id == "m"
    assert found["request first"] > 0.5
    number = len(texts.requests)
    assert ("requests", number, number) in seen
    for file in (NUMBERS, NAMES):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_a_model_without_layers_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(UntrainableModel):
        train(LengthReader(layers=False), "m", tmp_path / "out", no_progress)
    assert not (tmp_path / "out").exists()


def test_the_training_texts_cover_every_theme_evenly() -> None:
    """A writer gives every theme as many texts, or half as many again to those often confused.

    One text may be missing: those that shared seven words in a row with a judged one were left out.
    """
    texts = read_training_texts(0)
    spoken = len(texts.requests) + len(texts.profiles)
    assert len(texts.writer_of) == spoken
    for role in (slice(0, len(texts.requests)), slice(len(texts.requests), spoken)):
        themes, writers = np.array(texts.theme_of[role]), np.array(texts.writer_of[role])
        for writer in set(writers):
            counts = np.bincount(themes[writers == writer], minlength=len(texts.themes))
            usual = np.bincount(counts).argmax()
            assert set(counts) <= {usual - 1, usual, usual * 3 // 2}, writer
            assert (counts == usual - 1).sum() <= 1, writer
    assert set(texts.kind_of_hint) == set(range(len(texts.kinds)))
    assert len(texts.theme_of) == len(texts.requests + texts.profiles + texts.subjects)
    assert len(texts.sides_of) == len(texts.theme_of)
    assert any(texts.sides_of)
    pairs = zip(texts.theme_of, texts.sides_of, strict=True)
    assert not any(main in sides for main, sides in pairs)


@pytest.mark.parametrize("groups", [np.arange(12), np.arange(12) % 3])
def test_left_out_predictions_are_those_of_a_fit_without_the_group(groups: np.ndarray) -> None:
    rng = np.random.default_rng(0)
    rows, targets = rng.standard_normal((12, 4)), rng.standard_normal((12, 1))
    kernel, ones = rows @ rows.T, np.ones(12)
    fit = fit_ridge(kernel, targets - targets.mean(), ones, 1.0, groups)
    for left in range(12):
        kept = groups != groups[left]
        wanted = (targets - targets.mean() - fit.intercept)[kept]
        weights = np.linalg.solve(rows[kept].T @ rows[kept] + np.eye(4), rows[kept].T @ wanted)
        assert fit.left_out[left] - fit.intercept == pytest.approx(rows[left] @ weights, abs=1e-9)


def test_calibration_finds_the_true_slope() -> None:
    rng = np.random.default_rng(0)
    scores = rng.standard_normal((4000, 3))
    chances = np.exp(7 * scores) / np.exp(7 * scores).sum(axis=1, keepdims=True)
    truth = np.array([rng.choice(3, p=row) for row in chances])
    slope, bias = calibrate(scores, truth)
    assert slope == pytest.approx(7, rel=0.1)
    assert np.abs(bias).max() < 0.3


def test_the_probability_of_fit_follows_the_evidence() -> None:
    rng = np.random.default_rng(0)
    evidence = rng.standard_normal((4000, 3))
    fits = rng.random(4000) < 1 / (1 + np.exp(-2 * evidence[:, 0]))
    first, second, third, constant = fit_chance(evidence, fits)
    assert first == pytest.approx(2, abs=0.2)
    assert max(abs(second), abs(third), abs(constant)) < 0.2
