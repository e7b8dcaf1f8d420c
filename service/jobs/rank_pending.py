"""Rank experts for every request that waits for it; no transaction waits for the search."""

from datetime import datetime

from sqlalchemy import Engine

from service.actions.matching.rank_request import store_ranking, waiting_rankings
from service.actions.matching.ranker import Ranker
from service.database import reading, writing
from service.domain.shortlist import PROPOSED_AT_MOST


def rank_pending(engine: Engine, now: datetime, ranker: Ranker, limit: int = 20) -> int:
    """Rank the waiting requests, the longest waiting first; give how many were stored."""
    with reading(engine) as session:
        jobs = waiting_rankings(session, now, limit)
    stored = 0
    for job in jobs:
        ranking = ranker.rank(job.facts, job.allowed, job.penalties, PROPOSED_AT_MOST)
        with writing(engine) as session:
            stored += store_ranking(session, now, job, ranking)
    return stored
