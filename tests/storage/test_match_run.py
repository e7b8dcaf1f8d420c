"""How often each expert was proposed: by the latest ranking of each request."""

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from expert_registry.sample_experts import load_sample_experts
from service.actions.requests.submit_request import submit_request
from service.database import writing
from service.storage.match_run import proposed_among_first
from tests.sample_case import INTAKE, NOW, store_run


def rank(session: Session, request_id: int, order: list[int]) -> None:
    """Store a ranking in which these experts come in this order."""
    store_run(session, request_id, [{"expert_id": expert_id} for expert_id in order])


def test_only_the_latest_ranking_of_a_request_counts(engine: Engine, reference_data: None) -> None:
    with writing(engine) as session:
        assert proposed_among_first(session, 2) == (0, {})
        load_sample_experts(session, NOW)
        one, other = (submit_request(session, NOW, INTAKE, form).id for form in ("a", "b"))
        rank(session, one, [1, 2, 3])
        rank(session, one, [3, 1, 2])
        rank(session, other, [4, 3, 1])
        assert proposed_among_first(session, 2) == (2, {3: 2, 1: 1, 4: 1})
