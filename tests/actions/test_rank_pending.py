"""Ranking: advice that is stored with what made it, and catches up when inference was down."""

from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from embeddings.errors import InferenceUnavailable
from embeddings.vectors import Encoded, unit_length
from expert_registry.snapshot import SnapshotCache
from expert_registry.tables import Expert, bump_version
from expert_registry.vector_refresh import refresh_vectors
from service.actions.matching.ranker import Ranker
from service.actions.requests.submit_request import submit_request
from service.jobs.rank_pending import rank_pending
from service.storage import match_run
from service.storage.request import SupportRequest
from tests.actions.conftest import INTAKE, NOW


class WordEncoder:
    """Encodes by counting a few words; can be switched off like an inference process."""

    words = ("opvang", "voetbal", "boer")

    def __init__(self) -> None:
        self.up = True

    def read_query(self, texts: list[str]) -> Encoded:
        if not self.up:
            raise InferenceUnavailable("switched off")
        rows = [[1.0 + text.lower().count(word) for word in self.words] for text in texts]
        return Encoded(unit_length(np.array(rows, np.float32)))


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()


@pytest.fixture
def ranker(engine: Engine, session: Session, experts: list[int], encoder: WordEncoder) -> Ranker:
    session.get_one(Expert, experts[1]).municipality = INTAKE.municipality
    bump_version(session)
    refresh_vectors(session, encoder.read_query, "words")
    session.commit()
    return Ranker(SnapshotCache(lambda: Session(engine)), encoder, lambda: "words")


def test_a_ranking_is_stored_with_model_version_and_reasons(
    engine: Engine,
    session: Session,
    submit: Callable[..., SupportRequest],
    ranker: Ranker,
    experts: list[int],
) -> None:
    request = submit()
    session.commit()
    assert rank_pending(engine, NOW, ranker) == 1
    assert rank_pending(engine, NOW, ranker) == 0
    run = match_run.latest_run(session, request.id)
    assert run is not None
    assert (run.model_id, run.degraded, run.pool_size) == ("words", False, 5)
    assert run.excluded == {"conflict": 1}
    found = match_run.candidates(session, run.id)
    assert {c.expert_id for c in found} == set(experts) - {experts[1]}
    assert {reason["kind"] for reason in found[0].reasons} >= {"theme", "support_kind"}


def test_without_inference_it_ranks_anyway_and_catches_up(
    engine: Engine,
    session: Session,
    submit: Callable[..., SupportRequest],
    ranker: Ranker,
    encoder: WordEncoder,
) -> None:
    encoder.up = False
    request = submit()
    session.commit()
    assert rank_pending(engine, NOW, ranker) == 1
    run = match_run.latest_run(session, request.id)
    assert run is not None and run.degraded
    session.rollback()
    assert rank_pending(engine, NOW + timedelta(seconds=6), ranker) == 0
    encoder.up = True
    assert rank_pending(engine, NOW + timedelta(seconds=12), ranker) == 1
    session.expire_all()
    run = match_run.latest_run(session, request.id)
    assert run is not None and not run.degraded
    assert session.get_one(SupportRequest, request.id).ranking_due_at is None


def test_a_held_request_is_not_ranked(
    engine: Engine, session: Session, submit: Callable[..., SupportRequest], ranker: Ranker
) -> None:
    request = submit(mayor_informed=False)
    session.commit()
    assert rank_pending(engine, NOW, ranker) == 0
    assert match_run.latest_run(session, request.id) is None


def test_a_request_that_changes_during_the_ranking_is_ranked_again(
    engine: Engine, session: Session, submit: Callable[..., SupportRequest], ranker: Ranker
) -> None:
    request_id = submit().id
    session.commit()

    class Interrupting(Ranker):
        def rank(self, *facts: object) -> object:  # type: ignore[override]
            with Session(engine) as other:
                other.get_one(SupportRequest, request_id).ranking_due_at = NOW + timedelta(
                    seconds=1
                )
                other.commit()
            return ranker.rank(*facts)  # type: ignore[arg-type]

    assert rank_pending(engine, NOW, Interrupting(None, None, None)) == 0  # type: ignore[arg-type]
    assert rank_pending(engine, NOW + timedelta(seconds=1), ranker) == 1


def test_two_forms_are_two_rankings(
    engine: Engine, session: Session, coordinator: object, ranker: Ranker
) -> None:
    for form in ("a", "b"):
        submit_request(session, NOW, INTAKE, form)
    session.commit()
    assert rank_pending(engine, NOW, ranker) == 2
