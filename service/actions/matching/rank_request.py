"""What a ranking needs of a request, and its result stored: the search itself runs in between."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from expert_registry.ranking.diversify import Standing, spread
from expert_registry.search import RequestFacts
from service.actions.matching.eligibility import Eligibility, check_everyone
from service.actions.matching.load_facts import Load
from service.actions.matching.obstacles import obstacles
from service.actions.matching.ranker import Ranking
from service.actions.matching.suggestions import store_suggestions
from service.domain.actor import SYSTEM
from service.domain.shortlist import burden, penalty
from service.storage import history_event, match_run
from service.storage import request as requests
from service.storage.match_run import Candidate, MatchRun
from service.storage.request import SupportRequest

RETRY_DEGRADED_AFTER = timedelta(seconds=5)
AFTER_A_FAILURE = timedelta(minutes=1)


@dataclass(frozen=True)
class RankingJob:
    """One request to rank: who may be proposed, what lowers a rank, and who was asked of late."""

    request_id: int
    due_at: datetime | None
    facts: RequestFacts
    verdicts: dict[int, Eligibility]
    penalties: dict[int, float]
    burdens: dict[int, float]

    @property
    def allowed(self) -> list[int]:
        """Give the ids of the experts who may be asked."""
        return [expert_id for expert_id, verdict in self.verdicts.items() if not verdict.blocked]

    def excluded(self) -> dict[str, int]:
        """Give how many experts may not be asked, by kind of reason."""
        counts: dict[str, int] = {}
        for verdict in self.verdicts.values():
            for kind in verdict.blocked_kinds:
                counts[kind] = counts.get(kind, 0) + 1
        return counts


def waiting_requests(session: Session, now: datetime, limit: int) -> list[int]:
    """Give the ids of the requests to rank now, the longest waiting first."""
    return [request.id for request in requests.awaiting_ranking(session, now, limit)]


def postpone_ranking(session: Session, now: datetime, request_id: int) -> None:
    """Try a ranking that failed again a minute later."""
    requests.lock(session, request_id).ranking_due_at = now + AFTER_A_FAILURE


def ranking_job(session: Session, now: datetime, request_id: int) -> RankingJob:
    """Give what the ranking of this request may use."""
    request = session.get_one(SupportRequest, request_id)
    verdicts = check_everyone(session, now, request)
    burdens = {
        expert_id: _burden(verdict.load, now)
        for expert_id, verdict in verdicts.items()
        if verdict.load.last_asked_at
    }
    return RankingJob(
        request_id=request.id,
        due_at=request.ranking_due_at,
        facts=RequestFacts(
            text=request.text(),
            themes=tuple(request.themes),
            support_kinds=tuple(request.support_kinds),
            phase=request.phase,
        ),
        verdicts=verdicts,
        penalties={
            expert_id: penalty(len(verdict.soft), burdens.get(expert_id, 0.0))
            for expert_id, verdict in verdicts.items()
            if verdict.soft or expert_id in burdens
        },
        burdens=burdens,
    )


def _burden(load: Load, now: datetime) -> float:
    return burden(load.last_asked_at, now, load.asked_this_quarter, load.started_this_quarter)


def store_ranking(session: Session, now: datetime, job: RankingJob, ranking: Ranking) -> bool:
    """Store the ranking unless the request changed, was held or was erased meanwhile.

    A ranking without vectors is stored when there is none yet, and tried again until the
    inference process answers. Gives whether it was stored.
    """
    request = requests.lock(session, job.request_id)
    if request.ranking_due_at != job.due_at:
        return False
    if request.held or not request.text():
        request.ranking_due_at = None
        return False
    request.ranking_due_at = now + RETRY_DEGRADED_AFTER if ranking.degraded else None
    earlier = match_run.latest_run(session, request.id)
    if ranking.degraded and earlier is not None and earlier.degraded:
        return False
    run = MatchRun(
        request_id=request.id,
        at=now,
        model_id=ranking.model_id,
        registry_version=ranking.registry_version,
        degraded=ranking.degraded,
        pool_size=ranking.pool_size,
        excluded=job.excluded(),
        obstacles=obstacles(ranking, job.verdicts),
    )
    session.add(run)
    session.flush()
    session.add_all(_candidates(run, job, ranking))
    store_suggestions(session, request, run, ranking)
    facts = {"match_run_id": run.id, "candidates": len(ranking.candidates)}
    history_event.append(session, request.id, now, "ranked", SYSTEM, facts=facts)
    return True


def _candidates(run: MatchRun, job: RankingJob, ranking: Ranking) -> list[Candidate]:
    places = _spread_places(job, ranking)
    return [
        Candidate(
            match_run_id=run.id,
            expert_id=found.expert_id,
            rank=places[found.expert_id],
            rank_by_score=found.rank,
            score=found.score,
            chance=found.chance,
            features=found.features,
            reasons=[asdict(reason) for reason in found.reasons],
            soft_conflicts=list(job.verdicts[found.expert_id].soft),
        )
        for found in ranking.candidates
    ]


def _spread_places(job: RankingJob, ranking: Ranking) -> dict[int, int]:
    """Give the place of each candidate in the order that alternates the partners."""
    standings = [
        Standing(
            found.expert_id,
            found.score,
            job.verdicts[found.expert_id].partner_id,
            found.chance,
            job.burdens.get(found.expert_id, 0.0),
        )
        for found in ranking.candidates
    ]
    return {one.expert_id: place for place, one in enumerate(spread(standings), start=1)}
