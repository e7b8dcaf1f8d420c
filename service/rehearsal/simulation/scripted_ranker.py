"""A ranking without a model: by the ticked theme and kind of support, and some chance."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.search import RankedCandidate, RequestFacts
from expert_registry.tables import Expert
from service.actions.matching.rank_request import RankingJob
from service.actions.matching.ranker import Ranking
from service.domain.shortlist import PROPOSED_AT_MOST
from service.rehearsal.simulation.people import draw

THEME, KIND = 2.0, 0.5
FITS, HARDLY_FITS = 0.8, 0.3


@dataclass(frozen=True)
class ScriptedRanker:
    """Ranks by what experts have ticked; `ticked` are themes and kinds by expert id."""

    ticked: Mapping[int, tuple[frozenset[str], frozenset[str]]]
    seed: int

    @classmethod
    def of(cls, session: Session, seed: int) -> "ScriptedRanker":
        """Give the ranker of the experts that are stored now."""
        rows = session.execute(select(Expert.id, Expert.themes, Expert.support_kinds))
        ticked = {one: (frozenset(themes), frozenset(kinds)) for one, themes, kinds in rows}
        return cls(ticked, seed)

    def rank(self, job: RankingJob) -> Ranking:
        """Rank who may be asked, best first."""
        chance = draw(self.seed, "ranking", job.request_id)
        noise = {expert_id: chance.gauss(0, 0.3) for expert_id in self.ticked}
        scores = {
            expert_id: self._fit(expert_id, job.facts)
            + noise[expert_id]
            - job.penalties.get(expert_id, 0.0)
            for expert_id in job.allowed
        }
        best = sorted(scores, key=lambda one: (-scores[one], one))[:PROPOSED_AT_MOST]
        candidates = [
            self._candidate(expert_id, rank, scores[expert_id], job.facts)
            for rank, expert_id in enumerate(best, start=1)
        ]
        return Ranking(
            candidates=candidates,
            themes=[],
            kinds=[],
            fitting=[],
            supply=[],
            knowledge=[],
            vector=None,
            model_id="scripted",
            registry_version=1,
            pool_size=len(self.ticked),
            degraded=False,
        )

    def _candidate(
        self, expert_id: int, rank: int, score: float, facts: RequestFacts
    ) -> RankedCandidate:
        fits = not self.ticked[expert_id][0].isdisjoint(facts.themes)
        return RankedCandidate(
            expert_id=expert_id,
            rank=rank,
            score=score,
            features={},
            reasons=[],
            degraded=False,
            chance=FITS if fits else HARDLY_FITS,
        )

    def _fit(self, expert_id: int, facts: RequestFacts) -> float:
        themes, kinds = self.ticked[expert_id]
        same_theme = not themes.isdisjoint(facts.themes)
        return THEME * same_theme + KIND * (not kinds.isdisjoint(facts.support_kinds))
