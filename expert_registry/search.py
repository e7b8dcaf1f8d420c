"""From a request to ranked experts with reasons."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embeddings.vectors import Encoded
from expert_registry.explanation import Explanation, likely
from expert_registry.ranking.chance import FITS_WELL, chance, evidence
from expert_registry.ranking.fusion import Asked, Fused, Scores, fuse, softmax, standardised
from expert_registry.ranking.reasons import Reason
from expert_registry.ranking.second_theme import THIRD, moved_up
from expert_registry.scoring import Scoring, Without, scoring_of
from expert_registry.snapshot import Snapshot
from expert_registry.supply import ShortSupply, short_supply

LIKELY_THEMES, LIKELY_KINDS = 3, 3
# A theme that is less likely than this says nothing about the supply.
LEAST_LIKELY = 0.25


@dataclass(frozen=True)
class RequestFacts:
    """What the search may know of a request: its text and what was ticked on the form."""

    text: str
    themes: tuple[str, ...] = ()
    support_kinds: tuple[str, ...] = ()
    phase: str | None = None


@dataclass(frozen=True)
class RankedCandidate:
    """An expert at a rank (1 = best), with the features that made the score and the reasons.

    `chance` is the calibrated probability that the expert fits the theme; penalties do not lower
    it. `degraded` means that no vector was used: letters and ticks only.
    """

    expert_id: int
    rank: int
    score: float
    features: dict[str, float]
    reasons: list[Reason]
    degraded: bool
    chance: float


@dataclass(frozen=True)
class LikelyTheme:
    """A theme that the text of the request seems to be about, with its probability."""

    slug: str
    chance: float


@dataclass(frozen=True)
class LikelyKind:
    """A kind of support that the text of the request seems to ask for, with its probability."""

    slug: str
    chance: float


@dataclass(frozen=True)
class FittingExpert:
    """An expert of the pool, allowed or not, with the probability that the expert fits."""

    expert_id: int
    chance: float


@dataclass(frozen=True)
class RankedExperts:
    """The candidates, best first, and the likeliest themes and kinds of the request.

    `fitting` are all experts of the pool who fit clearly, blocked ones included, best first;
    `supply` tells where the registry has at most one expert for what is asked.
    """

    candidates: list[RankedCandidate]
    themes: list[LikelyTheme]
    kinds: list[LikelyKind]
    fitting: list[FittingExpert]
    supply: list[ShortSupply]


@dataclass(frozen=True)
class _Ranking:
    """`lift` (n,) is what the second theme adds to a score; `order` holds the allowed places."""

    scoring: Scoring
    asked: Asked
    letters: Scores
    fused: Fused
    chances: Scores
    lift: Scores
    order: npt.NDArray[np.int64]


def rank_experts(
    request: RequestFacts,
    pool: Snapshot,
    allowed_ids: Collection[int] | None,
    top_k: int,
    read: Encoded | None,
    penalties: Mapping[int, float] | None = None,
) -> RankedExperts:
    """The at most `top_k` best of the allowed experts (None = all), ties by id.

    `read` is the text of the request, alone, read by the model of the pool; None when inference
    is down. `penalties` are taken off the score by expert id: 1 is one deviation of the pool, for
    soft conflicts or being asked recently. Raises WrongDimension for a vector of another model.
    """
    lowered = _penalties(pool, penalties or {})
    found = _rank(request, pool, read, lowered, _allowed(pool, allowed_ids))
    shown = found.order[: max(top_k, 0)]
    features = found.fused.parts | {
        "second_theme": found.lift,
        "penalty": -lowered,
        "chance": found.chances,
    }
    without = Without(found.scoring, request.text, found.asked, found.letters, shown)
    explanation = Explanation(request.text, request.phase, found.asked, found.fused, without)
    candidates = [
        RankedCandidate(
            expert_id=pool.ids[place],
            rank=rank,
            score=float(found.fused.scores[place] + found.lift[place] - lowered[place]),
            features={name: float(row[place]) for name, row in features.items()},
            reasons=explanation.reasons(place),
            degraded=read is None or not len(pool.vectors),
            chance=float(found.chances[place]),
        )
        for rank, place in enumerate(shown.tolist(), start=1)
    ]
    slugs, asked = pool.themes, found.asked
    themes = likely(softmax(asked.logits), slugs.themes, LIKELY_THEMES)
    kinds = likely(asked.kinds, slugs.kinds, LIKELY_KINDS)
    return RankedExperts(
        candidates,
        [LikelyTheme(*one) for one in themes],
        [LikelyKind(*one) for one in kinds],
        _fitting(pool, found),
        _short_supply(request, pool, themes),
    )


@dataclass(frozen=True)
class PlacedExpert:
    """An expert in the order of the scores, with the calibrated probability of fit."""

    expert_id: int
    score: float
    chance: float


def expert_order(request: RequestFacts, pool: Snapshot, read: Encoded | None) -> list[PlacedExpert]:
    """All experts of the pool, best first, ties by id: the same order without the reasons."""
    found = _rank(request, pool, read, np.zeros(len(pool.ids)), _allowed(pool, None))
    scores = found.fused.scores + found.lift
    return [
        PlacedExpert(pool.ids[at], float(scores[at]), float(found.chances[at]))
        for at in found.order
    ]


def _rank(
    request: RequestFacts,
    pool: Snapshot,
    read: Encoded | None,
    lowered: Scores,
    allowed: npt.NDArray[np.bool_],
) -> _Ranking:
    scoring = scoring_of(pool, request.themes, request.support_kinds, request.phase, read)
    asked = scoring.asked(request.text)
    letters = standardised(pool.letters.scores(request.text))
    fused = fuse(asked, scoring.vector, letters, scoring.phase, pool.themes.pool)
    scores = fused.scores - lowered
    order = np.lexsort((pool.id_row, -scores))
    order, lift = _with_second_theme(order[allowed[order]], scores, fused, pool)
    return _Ranking(scoring, asked, letters, fused, _chances(fused, pool), lift, order)


def _chances(fused: Fused, pool: Snapshot) -> Scores:
    known = evidence(fused)
    coefficients = pool.themes.heads.chance
    chances: Scores = np.where(
        pool.themes.pool.declared,
        chance(known, coefficients["form"]),
        chance(known, coefficients["text"]),
    )
    return chances


def _with_second_theme(
    order: npt.NDArray[np.int64], scores: Scores, fused: Fused, pool: Snapshot
) -> tuple[npt.NDArray[np.int64], Scores]:
    """The order with the best expert on an open second theme third, lifted to that score."""
    lift = np.zeros(len(scores))
    at = moved_up(order, fused.belief, pool.themes.pool.main)
    if at is not None:
        moved, third = order[at], order[THIRD]
        lift[moved] = scores[third] - scores[moved]
        order = np.insert(np.delete(order, at), THIRD, moved)
    return order, lift


def _fitting(pool: Snapshot, found: _Ranking) -> list[FittingExpert]:
    places = np.flatnonzero(found.chances >= FITS_WELL)
    best = places[np.argsort(-found.chances[places], kind="stable")]
    return [FittingExpert(pool.ids[place], float(found.chances[place])) for place in best]


def _short_supply(
    request: RequestFacts, pool: Snapshot, themes: list[tuple[str, float]]
) -> list[ShortSupply]:
    told = [slug for slug, chance_of in themes if chance_of >= LEAST_LIKELY]
    return short_supply(
        pool.profiles.values(), request.themes or told or [themes[0][0]], request.support_kinds
    )


def _penalties(pool: Snapshot, penalties: Mapping[int, float]) -> Scores:
    if not penalties:
        return np.zeros(len(pool.ids))
    return np.array([penalties.get(expert_id, 0.0) for expert_id in pool.ids], dtype=np.float64)


def _allowed(pool: Snapshot, allowed_ids: Collection[int] | None) -> npt.NDArray[np.bool_]:
    if allowed_ids is None:
        return np.ones(len(pool.ids), dtype=np.bool_)
    return np.isin(pool.id_row, np.fromiter(allowed_ids, np.int64, len(allowed_ids)))
