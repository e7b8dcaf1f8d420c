"""A ranking that stands ready in a case, without a search."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Engine

from service.database import writing
from service.storage import request as requests
from tests.sample_case import store_run


def store_ranking(
    engine: Engine, reference: str, candidates: Iterable[dict[str, Any]], **of_the_run: Any
) -> None:
    """Store a ranking of these candidates, in their order; it is not due any more."""
    with writing(engine) as session:
        case = requests.by_reference(session, reference)
        assert case is not None
        case.ranking_due_at = None
        store_run(session, case.id, candidates, **of_the_run)
