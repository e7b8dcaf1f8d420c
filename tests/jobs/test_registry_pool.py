"""Vectors and snapshot follow the registry, whoever changed it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from embeddings.inference import InferenceClient
from expert_registry.sample_experts import load_sample_experts
from expert_registry.snapshot import SnapshotCache
from expert_registry.tables import Expert, ExpertVector, bump_version
from expert_registry.vector_refresh import stale_texts
from service.actions.matching.ranker import Ranker
from service.actions.requests.submit_request import submit_request
from service.database import reading, writing
from service.jobs.rank_pending import rank_pending
from service.jobs.registry_pool import RegistryPool
from service.jobs.vector_batches import BATCH, refresh_batch
from service.storage.match_run import MatchRun
from tests.actions.conftest import INTAKE

NOW = datetime(2026, 12, 24, 16, tzinfo=UTC)


@pytest.fixture
def experts(engine: Engine, reference_data: None) -> int:
    with writing(engine) as session:
        return load_sample_experts(session, NOW).created


@pytest.fixture
def snapshots(engine: Engine) -> SnapshotCache:
    return SnapshotCache(lambda: Session(engine))


def vectors(engine: Engine) -> dict[int, str]:
    with reading(engine) as session:
        rows = session.scalars(select(ExpertVector))
        return {row.expert_id: row.text_hash for row in rows}


def test_all_experts_get_a_vector_once(
    engine: Engine, experts: int, inference: InferenceClient, snapshots: SnapshotCache
) -> None:
    pool = RegistryPool(engine, inference, snapshots)
    assert pool.refresh(NOW) == experts > BATCH
    assert len(vectors(engine)) == experts
    assert len(snapshots.current().vectors) == experts
    assert pool.refresh(NOW) == 0


@pytest.mark.backend("sqlite")
def test_a_change_by_another_process_is_picked_up(
    engine: Engine, experts: int, inference: InferenceClient, snapshots: SnapshotCache
) -> None:
    pool = RegistryPool(engine, inference, snapshots)
    pool.refresh(NOW)
    before = vectors(engine)
    with writing(engine) as session:
        changed, gone = session.scalars(select(Expert).order_by(Expert.id).limit(2)).all()
        changed.summary = "Een heel ander verhaal."
        gone.status = "withdrawn"
        ids = changed.id, gone.id
        bump_version(session)
    assert pool.refresh(NOW) == 1
    after = vectors(engine)
    assert after[ids[0]] != before[ids[0]]
    assert ids[1] not in after
    assert len(snapshots.current().ids) == experts - 1


@pytest.mark.backend("sqlite")
def test_a_poll_without_news_waits_for_nobody_who_writes(
    engine: Engine, experts: int, inference: InferenceClient, snapshots: SnapshotCache
) -> None:
    pool = RegistryPool(engine, inference, snapshots)
    pool.refresh(NOW)
    with writing(engine) as other:
        bump_version(other)
        assert pool.refresh(NOW) == 0


@pytest.mark.backend("sqlite")
def test_without_inference_the_vectors_wait_and_letters_work(
    engine: Engine, experts: int, snapshots: SnapshotCache, tmp_path: Path
) -> None:
    nobody = InferenceClient(tmp_path / "nobody.sock", timeout_s=1)
    assert RegistryPool(engine, nobody, snapshots).refresh(NOW) == 0
    assert vectors(engine) == {}
    assert len(snapshots.current().letters) == experts


def test_a_request_that_was_ranked_too_early_is_ranked_again(
    engine: Engine,
    experts: int,
    inference: InferenceClient,
    snapshots: SnapshotCache,
    tmp_path: Path,
) -> None:
    pool = RegistryPool(engine, inference, snapshots)
    pool.refresh(NOW)
    with writing(engine) as session:
        submit_request(session, NOW, INTAKE, "form-1")
        session.scalars(select(Expert).limit(1)).one().status = "withdrawn"
        bump_version(session)
    ranker = Ranker(snapshots, inference, lambda: inference.describe().model_id)
    assert rank_pending(engine, NOW, ranker) == 1
    # Without the process that reads texts it waits: the new ranking would be a poorer one.
    nobody = InferenceClient(tmp_path / "nobody.sock", timeout_s=1)
    RegistryPool(engine, nobody, snapshots).refresh(NOW)
    assert pools(engine) == [experts]
    pool.refresh(NOW)
    assert rank_pending(engine, NOW, ranker) == 0
    assert rank_pending(engine, NOW + timedelta(minutes=1), ranker) == 1
    pool.refresh(NOW + timedelta(hours=1))
    assert rank_pending(engine, NOW + timedelta(hours=1), ranker) == 0
    assert pools(engine) == [experts, experts - 1]


def pools(engine: Engine) -> list[int]:
    """How many experts each ranking chose from."""
    with reading(engine) as session:
        return list(session.scalars(select(MatchRun.pool_size).order_by(MatchRun.id)))


@pytest.mark.backend("sqlite")
def test_no_transaction_waits_for_the_model(engine: Engine, experts: int) -> None:
    """While the model encodes, somebody else can write."""

    def encode(texts: object) -> object:
        with writing(engine) as other:
            bump_version(other)
        raise InterruptedError

    with pytest.raises(InterruptedError):
        refresh_batch(engine, encode, "letters:1")  # type: ignore[arg-type]


@pytest.mark.backend("sqlite")
def test_stale_texts_are_few_at_a_time(engine: Engine, experts: int) -> None:
    with reading(engine) as session:
        assert len(stale_texts(session, "letters:1", 5)) == 5
        assert len(stale_texts(session, "letters:1", 500)) == experts
