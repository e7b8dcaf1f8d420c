"""A ranking that stands ready in a case, without a search."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Engine

from service.database import writing
from service.storage import request as requests
from service.storage.match_run import Candidate, MatchRun
from tests.web.story import NOW


def store_ranking(
    engine: Engine, reference: str, candidates: Iterable[dict[str, Any]], **of_the_run: Any
) -> None:
    """Store a ranking of these candidates, in their order; it is not due any more."""
    with writing(engine) as session:
        case = requests.by_reference(session, reference)
        assert case is not None
        case.ranking_due_at = None
        found = {"model_id": "test", "registry_version": 1, "pool_size": 6, "excluded": {}}
        run = MatchRun(request_id=case.id, at=NOW, **(found | of_the_run))
        session.add(run)
        session.flush()
        session.add_all(
            Candidate(match_run_id=run.id, rank=rank, features={}, soft_conflicts=[], **candidate)
            for rank, candidate in enumerate(candidates, start=1)
        )
