"""The trained heads: what a text says of themes and kinds of support, by its letters and vector."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from expert_registry.ranking.letter_pieces import PIECES, plain

Scores = npt.NDArray[np.float64]
Layers = npt.NDArray[np.floating]

# The shares of the squared length of a text that its letters and its vector get.
SHARES = {"across": 0.4, "within": 0.4, "vectors": 0.2}
# From the fitted value of a kind of support (0 or 1) to a probability.
KIND_SLOPE, KIND_MIDDLE = 8.0, 0.35

REQUEST, PROFILE = "request", "profile"


@dataclass(frozen=True)
class LetterWeights:
    """The known pieces of one kind, and what each says of every theme and kind of support.

    A piece weighs `levels` (n, themes + kinds; int8) times its step (n,).
    """

    places: Mapping[str, int]
    rarity: Scores
    levels: npt.NDArray[np.int8]
    steps: npt.NDArray[np.float32]

    def rows(self, at: npt.NDArray[np.int64]) -> Scores:
        """The weights of the pieces at these places: float64 (len(at), themes + kinds)."""
        rows: Scores = self.levels[at] * self.steps[at].astype(np.float64)[:, None]
        return rows


@dataclass(frozen=True)
class Role:
    """How one side of the match (requests, or profiles) is centred and calibrated."""

    layer_means: Scores
    slope: float
    bias: Scores


@dataclass(frozen=True, eq=False)
class Heads:
    """The heads and what they were trained with; `model_id` names the model of the layers.

    `chance` holds, for experts with and without declared themes (`form`, `text`), the
    weights and the constant of the probability of fit. The text of a profile tells a theme that
    stands more than `told_above` deviations over the mean of all.
    """

    model_id: str
    themes: tuple[str, ...]
    kinds: tuple[str, ...]
    letters: Mapping[str, LetterWeights]
    layers: npt.NDArray[np.float32]
    intercept: Scores
    roles: Mapping[str, Role]
    chance: Mapping[str, tuple[float, ...]]
    told_above: float
    fingerprint: str = field(default="")

    def theme_logits(self, raw: Scores, role: str) -> Scores:
        """Calibrated logits (n, themes) from raw scores (n, themes + kinds)."""
        side = self.roles[role]
        logits: Scores = raw[..., : len(self.themes)] * side.slope + side.bias
        return logits

    def kind_chances(self, raw: Scores) -> Scores:
        """The probability of each kind of support (n, kinds) from raw scores."""
        steep = KIND_SLOPE * (raw[..., len(self.themes) :] - KIND_MIDDLE)
        chances: Scores = 1 / (1 + np.exp(-steep))
        return chances

    def raw_scores(self, text: str, layers: Layers | None, role: str) -> Scores:
        """What letters and layers (2, d) say together: (themes + kinds,), not yet calibrated.

        Without layers the letters speak alone. `role` is `request` or `profile`.
        """
        total = self.intercept + self._by_letters(text)
        if layers is not None:
            total = total + self._by_layers(layers, role)
        return total

    def _by_letters(self, text: str) -> Scores:
        bare = plain(text)
        total = np.zeros(len(self.intercept))
        for name, weights in self.letters.items():
            known = weights.places
            found = [known[piece] for piece, _start in PIECES[name](bare) if piece in known]
            if found:
                at, counts = np.unique(np.array(found), return_counts=True)
                total += weigh(weights, at, counts, SHARES[name]) @ weights.rows(at)
        return total

    def _by_layers(self, layers: Layers, role: str) -> Scores:
        centred = layers - self.roles[role].layer_means
        unit = centred / (np.linalg.norm(centred, axis=-1, keepdims=True) + 1e-12)
        flat = unit.reshape(-1) * math.sqrt(SHARES["vectors"] / len(unit))
        scores: Scores = flat @ self.layers
        return scores


def weigh(
    weights: LetterWeights, at: npt.NDArray[np.int64], counts: npt.NDArray[np.int64], share: float
) -> Scores:
    """The weight in a text of the pieces at these places, of squared length `share`."""
    weighed = (1 + np.log(counts)) * weights.rarity[at]
    scaled: Scores = weighed * (math.sqrt(share) / max(float(np.linalg.norm(weighed)), 1e-12))
    return scaled
