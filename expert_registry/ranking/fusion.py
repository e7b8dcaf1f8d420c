"""One score per expert, from what the texts say, what was ticked and how alike the texts are.

The theme comes first: the texts give chances of themes on both sides, ticks sharpen them, and
the score is how well they agree. Each part enters as a z-score over the pool.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]

# The share of the broad agreement: the likeness of all theme scores, not only the highest.
BROAD = 0.28
# How far ticked themes take part in it; more would let a wrong tick do too much.
BROAD_TICKED = 0.25
# How far a tick is believed against what the text says; never wholly, for ticks can be wrong.
TRUST = 0.85
# The expected gain of an expert: 2^grade − 1 for the grades of the judged sets.
MAIN_AND_KIND, MAIN, SIDE_AND_KIND, SIDE = 7.0, 3.0, 3.0, 1.0
# Likeness of texts says hardly anything that the themes do not say: it decides between equals, and
# where the text tells no theme (one training request in a hundred has none above 0.2).
LIKENESS, LIKENESS_UNTOLD = 0.02, 0.22
UNTOLD = 0.15
FLOOR, FLOOR_DECLARED = 1e-4, 1e-2
KIND = 0.1
TICKED_KIND = 0.9
# A slight preference: it was not judged, and must not overrule the theme.
PHASE = 0.1


@dataclass(frozen=True)
class Pool:
    """What the fusion knows of n experts, T themes and K kinds, the same for every request.

    `main` (n, W) believes in main themes by ticks and text together, `side` (n, W) in further
    themes; W and the width of `ticked` may exceed T and K by slugs that were never trained.
    `shape` (n, T) holds the centred theme scores at unit length.
    """

    kinds: Scores
    main: Scores
    side: Scores
    ticked: Scores
    declared: npt.NDArray[np.bool_]
    shape: Scores

    def part(self, places: npt.NDArray[np.int64]) -> "Pool":
        """The experts at these places as a pool."""
        return Pool(
            kinds=self.kinds[places],
            main=self.main[places],
            side=self.side[places],
            ticked=self.ticked[places],
            declared=self.declared[places],
            shape=self.shape[places],
        )


@dataclass(frozen=True)
class Asked:
    """A request: theme logits (T,) and kinds (K,) of its text; 0/1 ticks, themes (W,), kinds."""

    logits: Scores
    kinds: Scores
    themes: Scores
    ticked: Scores


@dataclass(frozen=True)
class Fused:
    """Scores (n,), their parts, how likely each expert fits by theme (n,), belief in themes (W,).

    `fit` counts the main theme of an expert, and a further one with the kind of support.
    """

    scores: Scores
    parts: dict[str, Scores]
    fit: Scores
    belief: Scores


def gather(logits: Scores, kinds: Scores, main: Scores, side: Scores, ticked: Scores) -> Pool:
    """The pool of n experts with theme logits (n, T) and kinds (n, K) of their texts.

    `main`, `side` (n, W) and `ticked` (n, V) are the declared themes and kinds, 0/1; a row of
    zeros in `main` means that nothing was declared.
    """
    declared = main.sum(axis=1) > 0
    trust = np.where(declared, TRUST, 0.0)[:, None]
    believed = trust * main + (1 - trust) * _widened(softmax(logits), main.shape[1])
    known = logits.shape[1]
    profile = np.where(declared[:, None], (main + 0.5 * side)[:, :known], logits)
    return Pool(
        kinds=kinds,
        main=believed,
        side=trust * side,
        ticked=ticked,
        declared=declared,
        shape=_shape(profile),
    )


def fuse(asked: Asked, vector: Scores, letters: Scores, phase: Scores, pool: Pool) -> Fused:
    """The scores of all experts for one request.

    `vector` and `letters` (n,) are the likeness of the texts as z-scores, `phase` (n,) is 1 where
    the expert worked in the asked phase.
    """
    belief = _belief(asked, pool.main.shape[1])
    by_text, fits, both = _kinds(asked, pool)
    main, side = pool.main @ belief, pool.side @ belief
    gain = main * (MAIN + (MAIN_AND_KIND - MAIN) * fits)
    gain = gain + side * (SIDE + (SIDE_AND_KIND - SIDE) * fits)
    floor = np.where(pool.declared, FLOOR_DECLARED, FLOOR)
    broad = pool.shape @ _asked_shape(asked)
    likeness = LIKENESS if belief.max() >= UNTOLD else LIKENESS_UNTOLD
    parts = {
        "agreement": (1 - BROAD) * standardised(np.log(floor + gain)),
        "broad": BROAD * standardised(broad),
        "vector": likeness * vector,
        "letters": likeness * letters,
        "kind": np.where(both, 0.0, KIND) * standardised(by_text),
        "phase": PHASE * phase,
    }
    total: Scores = np.sum(list(parts.values()), axis=0)
    return Fused(total, parts, main + side * fits, belief)


def softmax(logits: Scores) -> Scores:
    """Chances along the last axis."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    chances: Scores = raised / raised.sum(axis=-1, keepdims=True)
    return chances


def standardised(values: npt.NDArray[np.floating]) -> Scores:
    """The z-scores of float (n,): mean 0, deviation 1; NaN (unknown) becomes 0, the mean.

    Values that do not differ become zeros.
    """
    scores = np.asarray(values, dtype=np.float64)
    known = scores[~np.isnan(scores)]
    spread = float(known.std()) if known.size else 0.0
    if spread < 1e-9:
        return np.zeros(scores.shape)
    scaled: Scores = np.nan_to_num((scores - known.mean()) / spread, nan=0.0)
    return scaled


def _belief(asked: Asked, width: int) -> Scores:
    belief = _widened(softmax(asked.logits), width)
    ticked = asked.themes.sum()
    if ticked:
        belief = TRUST * asked.themes / ticked + (1 - TRUST) * belief
    return belief


def _kinds(asked: Asked, pool: Pool) -> tuple[Scores, Scores, npt.NDArray[np.bool_]]:
    """How well the kinds agree by text (n,), by text and ticks (n,), and who ticked, as asked."""
    by_text = np.clip(pool.kinds @ asked.kinds, 0, 1)
    both = (pool.ticked.sum(axis=1) > 0) & bool(asked.ticked.any())
    ticks = (pool.ticked @ asked.ticked > 0).astype(np.float64)
    fits = np.where(both, TICKED_KIND * ticks + (1 - TICKED_KIND) * by_text, by_text)
    return by_text, fits, both


def _asked_shape(asked: Asked) -> Scores:
    told = asked.themes[: len(asked.logits)]
    shape = _shape(asked.logits)
    if not told.any():
        return shape
    both: Scores = BROAD_TICKED * _shape(told) + (1 - BROAD_TICKED) * shape
    return both


def _widened(chances: Scores, width: int) -> Scores:
    room = [(0, 0)] * (chances.ndim - 1) + [(0, width - chances.shape[-1])]
    wide: Scores = np.pad(chances, room)
    return wide


def _shape(scores: Scores) -> Scores:
    centred = scores - scores.mean(axis=-1, keepdims=True)
    size = np.linalg.norm(centred, axis=-1, keepdims=True)
    unit: Scores = centred / np.maximum(size, 1e-12)
    return unit
