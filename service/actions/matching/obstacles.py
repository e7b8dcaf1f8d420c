"""What keeps experts who clearly fit off the list, and where the registry falls short."""

from collections.abc import Mapping
from typing import Any

from service.actions.matching.eligibility import Eligibility
from service.actions.matching.ranker import Ranking
from service.domain.obstacle import GAP, main_obstacle

NAMED_AT_MOST = 3


def obstacles(ranking: Ranking, verdicts: Mapping[int, Eligibility]) -> list[dict[str, Any]]:
    """Give each obstacle with the number of experts, the best chance and who come first.

    Then the gaps: themes, or kinds of support within a theme, with no or one active expert.
    """
    blocked: dict[str, dict[str, Any]] = {}
    for fitting in ranking.fitting:
        verdict = verdicts.get(fitting.expert_id)
        if verdict is None or not verdict.blocked:
            continue
        kind = main_obstacle(verdict.blocked_kinds, verdict.hard_conflicts)
        first = {"kind": kind, "count": 0, "best_chance": fitting.chance, "expert_ids": []}
        found = blocked.setdefault(kind, first)
        found["count"] += 1
        if len(found["expert_ids"]) < NAMED_AT_MOST:
            found["expert_ids"].append(fitting.expert_id)
    gaps = [
        {
            "kind": GAP,
            "theme": short.theme,
            "support_kind": short.support_kind,
            "supply": short.experts,
        }
        for short in ranking.supply
    ]
    return [*blocked.values(), *gaps]
