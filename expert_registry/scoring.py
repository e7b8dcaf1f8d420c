"""How a request scores, and what the scores would be without some of its words."""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embeddings.vectors import Encoded, LayerMeans
from expert_registry.ranking.fusion import Asked, Pool, Scores, fuse, standardised
from expert_registry.snapshot import Snapshot

# The mean and the spread of so many experts stand for those of a larger pool.
SAMPLE = 500

Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Scoring:
    """One request and the experts of a pool, apart from the words of the request.

    `vector` (n,) is the likeness of meaning as z-scores; `phase` (n,) is 1 where the expert worked
    in the asked phase.
    """

    pool: Snapshot
    themes: tuple[str, ...]
    support_kinds: tuple[str, ...]
    layers: LayerMeans | None
    vector: Scores
    phase: Scores

    def asked(self, text: str) -> Asked:
        """The request with this text, in the eyes of the heads."""
        return self.pool.themes.asked(text, self.layers, self.themes, self.support_kinds)


def scoring_of(
    pool: Snapshot,
    themes: tuple[str, ...],
    support_kinds: tuple[str, ...],
    phase: str | None,
    read: Encoded | None,
) -> Scoring:
    """How a request with these ticks scores.

    `read` is its text read by the model of the pool, or None. Raises WrongDimension.
    """
    layers = None
    if read is not None and read.layers is not None and pool.uses_layers:
        layers = read.layers[0]
    known = (pool.profiles[expert_id].phases for expert_id in pool.ids)
    return Scoring(
        pool,
        themes,
        support_kinds,
        layers,
        vector=standardised(_likeness(pool, read)),
        phase=np.array([phase in phases for phases in known], dtype=np.float64),
    )


class Without:
    """What the scores of some experts lose when words of the request are taken away.

    What the model read stays as it was, and so does the likeness of texts, which weighs little.
    """

    def __init__(
        self, scoring: Scoring, text: str, asked: Asked, letters: Scores, places: Places
    ) -> None:
        """The request as it was asked, and the places of the experts in the pool, each once."""
        self.scoring = scoring
        self._text = text
        at = _with_sample(places, len(scoring.pool.ids))
        self._row = {int(place): row for row, place in enumerate(at)}
        self._experts: Pool = scoring.pool.themes.pool.part(at)
        self._facts = scoring.vector[at], letters[at], scoring.phase[at]
        self._scores = self._scores_of(asked)
        self._losses: dict[str, Scores] = {}

    def loss(self, phrase: str, place: int) -> float:
        """By how much the score of the expert falls without the phrase; below 0 when it rises."""
        if phrase not in self._losses:
            anywhere = r"\s+".join(map(re.escape, phrase.split()))
            less = re.sub(anywhere, " ", self._text)
            self._losses[phrase] = self._scores - self._scores_of(self.scoring.asked(less))
        return float(self._losses[phrase][self._row[place]])

    def _scores_of(self, asked: Asked) -> Scores:
        return fuse(asked, *self._facts, self._experts).scores


def _with_sample(places: Places, size: int) -> Places:
    """The places and others drawn from a pool of this size: all of it unless it is large."""
    if size <= SAMPLE:
        return np.arange(size)
    drawn = np.random.default_rng(size).choice(size, SAMPLE, replace=False)
    return np.union1d(places, drawn)


def _likeness(pool: Snapshot, read: Encoded | None) -> Scores:
    likeness = np.full(len(pool.ids), np.nan)
    if read is not None and len(pool.vectors):
        likeness[pool.vector_places] = pool.vectors.scores(read.vectors[0])
    return likeness
