"""From a request to ranked experts with reasons."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from expert_registry.expert import ExpertProfile, profile_text
from expert_registry.ranking.features import kind_match, phase_match, theme_match
from expert_registry.ranking.fusion import Scores, fused, standardised
from expert_registry.ranking.reasons import (
    Reason,
    phase_reasons,
    shared_words,
    text_reasons,
    tick_reasons,
)
from expert_registry.snapshot import Snapshot

QueryVector = npt.NDArray[np.float32]


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

    `degraded` means that no vector was used: letters and ticks only.
    """

    expert_id: int
    rank: int
    score: float
    features: dict[str, float]
    reasons: list[Reason]
    degraded: bool


def rank_experts(
    request: RequestFacts,
    pool: Snapshot,
    allowed_ids: Collection[int] | None,
    top_k: int,
    query_vector: QueryVector | None,
    penalties: Mapping[int, float] | None = None,
) -> list[RankedCandidate]:
    """The at most `top_k` best of the allowed experts (None = all), ties by id.

    `query_vector` is float32 (dimension,), made by the model of the pool; None when inference is
    down. `penalties` are taken off the score by expert id: 1 is one deviation of the pool, for
    soft conflicts or being asked recently. Raises WrongDimension for a vector of another model.
    """
    features = _features(request, pool, query_vector, penalties or {})
    scores = fused(features)
    allowed = set(pool.ids) if allowed_ids is None else set(allowed_ids)
    best = [place for place in _best_first(pool, scores) if pool.ids[place] in allowed]
    return [
        RankedCandidate(
            expert_id=pool.ids[place],
            rank=rank,
            score=float(scores[place]),
            features={name: float(row[place]) for name, row in features.items()},
            reasons=_reasons(request, pool, pool.ids[place], float(features["vector"][place])),
            degraded=query_vector is None or not len(pool.vectors),
        )
        for rank, place in enumerate(best[: max(top_k, 0)], start=1)
    ]


def expert_order(
    request: RequestFacts, pool: Snapshot, query_vector: QueryVector | None
) -> list[int]:
    """All experts of the pool, best first, ties by id: the same order without the reasons."""
    scores = fused(_features(request, pool, query_vector, {}))
    return [pool.ids[place] for place in _best_first(pool, scores)]


def _best_first(pool: Snapshot, scores: Scores) -> list[int]:
    return sorted(range(len(pool.ids)), key=lambda place: (-scores[place], pool.ids[place]))


def _features(
    request: RequestFacts,
    pool: Snapshot,
    query_vector: QueryVector | None,
    penalties: Mapping[int, float],
) -> dict[str, Scores]:
    profiles: list[ExpertProfile] = [pool.profiles[expert_id] for expert_id in pool.ids]
    themes, kinds = request.themes, request.support_kinds
    return {
        "vector": standardised(_likeness(pool, query_vector)),
        "letters": standardised(pool.letters.scores(request.text)),
        "theme": np.array([theme_match(themes, one.themes) for one in profiles]),
        "support_kind": np.array([kind_match(kinds, one.support_kinds) for one in profiles]),
        "phase": np.array([phase_match(request.phase, one.phases) for one in profiles]),
        "penalty": np.array([penalties.get(expert_id, 0.0) for expert_id in pool.ids]),
    }


def _likeness(pool: Snapshot, query_vector: QueryVector | None) -> Scores:
    if query_vector is None or not len(pool.vectors):
        return np.zeros(len(pool.ids))
    found = dict(pool.vectors.search(query_vector, len(pool.vectors)))
    return np.array([found.get(expert_id, np.nan) for expert_id in pool.ids])


def _reasons(
    request: RequestFacts, pool: Snapshot, expert_id: int, likeness: float
) -> list[Reason]:
    profile = pool.profiles[expert_id]
    words = shared_words(request.text, profile_text(profile), pool.rarity)
    return [
        *tick_reasons(request.themes, profile.themes, pool.labels, "theme"),
        *tick_reasons(request.support_kinds, profile.support_kinds, pool.labels, "support_kind"),
        *phase_reasons(request.phase, profile.phases),
        *text_reasons(words, likeness),
    ]
