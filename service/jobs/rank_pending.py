"""Rank experts for every request that waits for it; no transaction waits for the search."""

import logging
from datetime import datetime

from sqlalchemy import Engine

from service.actions.matching.rank_request import (
    postpone_ranking,
    ranking_job,
    store_ranking,
    waiting_requests,
)
from service.actions.matching.ranker import Ranker
from service.database import reading, writing
from service.domain.shortlist import PROPOSED_AT_MOST

log = logging.getLogger(__name__)


def rank_pending(engine: Engine, now: datetime, ranker: Ranker, limit: int = 20) -> int:
    """Rank the waiting requests one by one, the longest waiting first; give how many were stored.

    One that fails is tried again a minute later and never stops the others.
    """
    with reading(engine) as session:
        waiting = waiting_requests(session, now, limit)
    stored = 0
    for request_id in waiting:
        try:
            stored += _rank(engine, now, ranker, request_id)
        except Exception as error:  # noqa: BLE001 - whatever it is, the others come next
            log.error("ranking of request %s: %s", request_id, type(error).__name__)
            with writing(engine) as session:
                postpone_ranking(session, now, request_id)
    return stored


def _rank(engine: Engine, now: datetime, ranker: Ranker, request_id: int) -> bool:
    with reading(engine) as session:
        job = ranking_job(session, now, request_id)
    ranking = ranker.rank(job.facts, job.allowed, job.penalties, PROPOSED_AT_MOST)
    with writing(engine) as session:
        return store_ranking(session, now, job, ranking)
