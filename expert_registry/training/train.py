"""Trains the heads from the training texts: the same texts, seed and model give the same heads."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from embeddings.lexical_index import LexicalIndex
from embeddings.vectors import Encoded, LayerMeans
from expert_registry.encoding import TextReader
from expert_registry.errors import UntrainableModel
from expert_registry.heads_file import save_heads
from expert_registry.ranking.heads import KIND_MIDDLE, KIND_SLOPE, PROFILE, REQUEST
from expert_registry.ranking.letter_pieces import PIECES
from expert_registry.training.calibration import calibrate, fit_chance
from expert_registry.training.features import LetterRows, layer_rows, letter_rows, stepped
from expert_registry.training.ridge import Fit, Matrix, fit_ridge
from expert_registry.training.simulated_rankings import LeftOut, Simulation
from expert_registry.training.texts import TrainingTexts, read_training_texts

SEED = 0
BATCH = 32
PENALTY, KIND_PENALTY, HINT_WEIGHT = 1.0, 0.3, 3.0
# Of the themes that a training profile has rightly, this share is told by its text.
RIGHT_TICKS = 0.9
# What a text with further themes should give them, where its main theme gets 1.
SIDE_TARGET = 0.3

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Known:
    """What the encoder gave of requests, profiles and subjects, and their mean layers."""

    requests: Encoded
    profiles: Encoded
    layers: list[LayerMeans]

    @property
    def rows(self) -> Matrix:
        """The layers of all texts as rows, each group centred by itself."""
        return np.vstack([layer_rows(one, one.mean(axis=0)) for one in self.layers])


@dataclass(frozen=True)
class Learned:
    """Both fits, and the calibrated logits of the texts, left out with all of their writer's."""

    themes: Fit
    kinds: Fit
    slope: dict[str, float]
    bias: dict[str, Matrix]
    logits: dict[str, Matrix]


def train(
    encoder: TextReader,
    model_id: str,
    folder: Path,
    progress: Progress,
    texts: TrainingTexts | None = None,
) -> dict[str, float]:
    """Writes the heads for this encoder to `folder`; gives how often the main theme was right.

    Measured on texts whose writer was left out of the training (requests and profiles, first and
    among three).
    `progress` gets what is being done, how much is done and of how much. `texts` are those of the
    package unless others are given. Takes minutes: the time of the fit grows with the third power
    of their number. Raises UntrainableModel and what the encoder raises.
    """
    texts = texts or read_training_texts(SEED)
    known = _encode(encoder, texts, progress)
    progress("fitting", 0, 1)
    spoken = texts.requests + texts.profiles + texts.subjects
    letters = {name: letter_rows(name, spoken, texts.hints) for name in PIECES}
    learned = _learn(texts, letters, known.rows)
    about = {
        "model_id": model_id,
        "themes": list(texts.themes),
        "kinds": list(texts.kinds),
        "slope": learned.slope,
        "chance": _chances(texts, known, learned),
        "told_above": _told_above(texts, learned),
        "seed": SEED,
    }
    save_heads(folder, about, _arrays(texts, letters, known, learned))
    progress("fitting", 1, 1)
    return _how_often_right(texts, learned)


def _encode(encoder: TextReader, texts: TrainingTexts, progress: Progress) -> Known:
    def read(what: str, given: list[str], batchwise: Callable[[list[str]], Encoded]) -> Encoded:
        parts = []
        for start in range(0, len(given), BATCH):
            parts.append(batchwise(given[start : start + BATCH]))
            progress(what, min(start + BATCH, len(given)), len(given))
        layers = [part.layers for part in parts if part.layers is not None]
        if len(layers) < len(parts):
            raise UntrainableModel("training needs a model with twelve layers")
        return Encoded(np.concatenate([part.vectors for part in parts]), np.concatenate(layers))

    requests = read("requests", texts.requests, encoder.read_query)
    profiles = read("profiles", texts.profiles, encoder.read_document)
    subjects = read("phrases", texts.subjects, encoder.read_query)
    layers = [one.layers for one in (requests, profiles, subjects) if one.layers is not None]
    return Known(requests, profiles, layers)


def _learn(texts: TrainingTexts, letters: dict[str, LetterRows], dense: Matrix) -> Learned:
    themes = _fit_themes(texts, letters, dense)
    kinds = _fit_kinds(texts, letters, dense)
    slope, bias, logits = {}, {}, {}
    for role, part in _parts(texts).items():
        truth = np.array(texts.theme_of[part])
        slope[role], bias[role] = calibrate(themes.left_out[part], truth)
        logits[role] = themes.left_out[part] * slope[role] + bias[role]
    return Learned(themes, kinds, slope, bias, logits)


def _fit_themes(texts: TrainingTexts, letters: dict[str, LetterRows], dense: Matrix) -> Fit:
    kernel = dense @ dense.T
    for rows in letters.values():
        kernel += (rows.texts @ rows.texts.T).toarray()
    targets = np.eye(len(texts.themes))[texts.theme_of]
    for row, sides in enumerate(texts.sides_of):
        targets[row, sides] = SIDE_TARGET
    return fit_ridge(kernel, targets, np.ones(len(targets)), PENALTY, _groups(texts, targets))


def _fit_kinds(texts: TrainingTexts, letters: dict[str, LetterRows], dense: Matrix) -> Fit:
    ticked = _ticked(texts)
    spoken, size = len(ticked), len(ticked) + len(texts.hints)
    kernel = np.zeros((size, size))
    for rows in letters.values():
        both = np.vstack([rows.texts[:spoken].toarray(), rows.hints.toarray()])
        kernel += both @ both.T
    kernel[:spoken, :spoken] += dense[:spoken] @ dense[:spoken].T
    targets = np.vstack([ticked, np.eye(len(texts.kinds))[texts.kind_of_hint]])
    weights = np.r_[np.ones(spoken), np.full(len(texts.hints), HINT_WEIGHT)]
    return fit_ridge(kernel, targets, weights, KIND_PENALTY, _groups(texts, targets))


def _groups(texts: TrainingTexts, targets: Matrix) -> npt.NDArray[np.int64]:
    """The writer of each text: who writes on one theme is not judged by own texts on others."""
    alone = np.arange(len(targets) - len(texts.writer_of)) + max(texts.writer_of) + 1
    return np.r_[np.array(texts.writer_of, np.int64), alone]


def _parts(texts: TrainingTexts) -> dict[str, slice]:
    middle = len(texts.requests)
    return {REQUEST: slice(0, middle), PROFILE: slice(middle, middle + len(texts.profiles))}


def _ticked(texts: TrainingTexts) -> Matrix:
    rows = [[float(kind in ticked) for kind in texts.kinds] for ticked in texts.kinds_of]
    return np.array(rows)


def _arrays(
    texts: TrainingTexts, letters: dict[str, LetterRows], known: Known, learned: Learned
) -> dict[str, npt.NDArray[Any]]:
    spoken = len(texts.requests) + len(texts.profiles)
    kinds, hints = learned.kinds.dual[:spoken], learned.kinds.dual[spoken:]
    intercept = np.r_[learned.themes.intercept, learned.kinds.intercept]
    arrays: dict[str, npt.NDArray[Any]] = {"intercept": intercept.astype(np.float32)}
    for name, rows in letters.items():
        by_kind = rows.texts[:spoken].T @ kinds + rows.hints.T @ hints
        weights = np.hstack([rows.texts.T @ learned.themes.dual, by_kind])
        arrays |= stepped(name, rows, weights)
    dense = known.rows
    weights = np.hstack([dense.T @ learned.themes.dual, dense[:spoken].T @ kinds])
    arrays["layers"] = weights.astype(np.float16)
    for role, layers in zip((REQUEST, PROFILE), known.layers, strict=False):
        arrays[f"{role}_layer_means"] = layers.mean(axis=0)
        arrays[f"{role}_bias"] = learned.bias[role].astype(np.float32)
    return arrays


def _chances(texts: TrainingTexts, known: Known, learned: Learned) -> dict[str, list[float]]:
    """How sure the ranking may be, from rankings of texts that were left out of the training."""
    index = LexicalIndex.build(range(len(texts.profiles)), texts.profiles)
    simulation = Simulation(
        _left_out(texts, learned, REQUEST),
        _left_out(texts, learned, PROFILE),
        vectors=(known.requests.vectors @ known.profiles.vectors.T).astype(np.float64),
        letters=np.array([index.scores(text) for text in texts.requests], np.float64),
    )
    found = {}
    for track in ("text", "form"):
        shown = list(simulation.shown(declared=track == "form", seed=SEED))
        rows, fits = zip(*shown, strict=True)
        found[track] = fit_chance(np.vstack(rows), np.concatenate(fits))
    return found


def _told_above(texts: TrainingTexts, learned: Learned) -> float:
    """What nine in ten rightly ticked themes exceed: their logits, in deviations over the mean."""
    part = _parts(texts)[PROFILE]
    right = _sides(texts)[part]
    right[np.arange(len(right)), texts.theme_of[part]] = 1
    logits = learned.logits[PROFILE]
    standing = (logits - logits.mean(axis=1, keepdims=True)) / logits.std(axis=1, keepdims=True)
    return round(float(np.quantile(standing[right > 0], 1 - RIGHT_TICKS)), 2)


def _left_out(texts: TrainingTexts, learned: Learned, role: str) -> LeftOut:
    part = _parts(texts)[role]
    themes, kinds, slope = learned.themes, learned.kinds, learned.slope[role]
    return LeftOut(
        logits=(themes.left_out[part] - themes.intercept) * slope,
        bias=themes.intercept * slope + learned.bias[role],
        kinds=(kinds.left_out[part] - kinds.intercept) * KIND_SLOPE,
        kinds_bias=(kinds.intercept - KIND_MIDDLE) * KIND_SLOPE,
        theme_of=np.array(texts.theme_of[part]),
        sides=_sides(texts)[part],
        ticked=_ticked(texts)[part],
    )


def _sides(texts: TrainingTexts) -> Matrix:
    rows = np.zeros((len(texts.sides_of), len(texts.themes)))
    for row, sides in enumerate(texts.sides_of):
        rows[row, sides] = 1
    return rows


def _how_often_right(texts: TrainingTexts, learned: Learned) -> dict[str, float]:
    found = {}
    for role, part in _parts(texts).items():
        order = np.argsort(-learned.logits[role], axis=1)
        hits = order == np.array(texts.theme_of[part])[:, None]
        found[f"{role} first"] = float(hits[:, 0].mean())
        found[f"{role} among three"] = float(hits[:, :3].any(axis=1).mean())
    return found
