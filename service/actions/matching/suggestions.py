"""Store what a ranking suggests beside its candidates."""

from dataclasses import asdict

from sqlalchemy.orm import Session

from service.actions.matching.ranker import Ranking
from service.actions.matching.similar_requests import similar_requests
from service.storage import request_vector
from service.storage.match_run import MatchRun
from service.storage.request import SupportRequest


def store_suggestions(
    session: Session, request: SupportRequest, run: MatchRun, ranking: Ranking
) -> None:
    """Put themes, kinds of support, knowledge items and similar requests into the run.

    The vector of the request is kept, so that later requests can be compared with it.
    """
    run.themes = [asdict(theme) for theme in ranking.themes]
    run.support_kinds = [asdict(kind) for kind in ranking.kinds]
    run.knowledge = [{"id": item.item_id, "chance": item.chance} for item in ranking.knowledge]
    if ranking.vector is None:
        return
    found = similar_requests(session, request, ranking.vector, ranking.model_id, ranking.themes)
    run.similar = [asdict(one) for one in found]
    stored = ranking.vector.astype("<f4").tobytes()
    request_vector.keep(session, request.id, ranking.model_id, stored)
