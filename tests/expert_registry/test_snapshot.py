"""The snapshot follows the registry, whoever changed it."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from threading import Event, Thread

import numpy as np
import numpy.typing as npt
import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from embeddings.vectors import Encoded
from expert_registry import snapshot as snapshot_module
from expert_registry.profile_import import import_profiles
from expert_registry.ranking.heads import Heads
from expert_registry.sample_experts import load_sample_experts
from expert_registry.snapshot import Snapshot, SnapshotCache
from expert_registry.tables import Expert, bump_version
from expert_registry.vector_refresh import refresh_vectors

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)


def encode(texts: list[str]) -> Encoded:
    return Encoded(np.eye(2, 3, dtype=np.float32)[[len(text) % 2 for text in texts]])


def add(session: Session, *names: str) -> None:
    row = {"partner": "omo", "summary": "Ervaring.", "themes": ["voetbal"], "support_kinds": []}
    lines = [json.dumps(row | {"id": name}) for name in names]
    assert import_profiles(session, lines).errors == []


@pytest.fixture
def cache(registry: Session, engine: Engine) -> SnapshotCache:
    add(registry, "a", "b")
    refresh_vectors(registry, encode, "m")
    registry.commit()
    return SnapshotCache(lambda: Session(engine))


def test_the_same_version_gives_the_same_snapshot(cache: SnapshotCache) -> None:
    assert cache.refresh("m") is cache.refresh("m")


def test_a_change_gives_a_new_snapshot_and_leaves_the_old_one(
    registry: Session, cache: SnapshotCache
) -> None:
    before = cache.refresh("m")
    add(registry, "c")
    registry.commit()
    after = cache.refresh("m")
    assert (len(before.ids), len(after.ids)) == (2, 3)
    assert (len(after.vectors), len(after.letters)) == (2, 3)


def test_a_change_that_was_not_committed_is_not_seen(
    registry: Session, cache: SnapshotCache
) -> None:
    before = cache.refresh("m")
    add(registry, "c")
    registry.rollback()
    assert cache.refresh("m") is before


CHANGE = """
import sys
from sqlalchemy import create_engine, update
from sqlalchemy.orm import Session
from expert_registry.tables import Expert, bump_version
with Session(create_engine(sys.argv[1])) as session:
    session.execute(update(Expert).values(summary="Door een ander proces herzien."))
    bump_version(session)
    session.commit()
"""


def test_a_change_by_another_process_is_seen(cache: SnapshotCache, database_url: str) -> None:
    before = cache.refresh("m")
    subprocess.run([sys.executable, "-c", CHANGE, database_url], check=True, timeout=60)
    after = cache.refresh("m")
    assert after.version > before.version
    assert {one.summary for one in after.profiles.values()} == {"Door een ander proces herzien."}


def test_without_a_model_id_the_best_filled_model_is_taken(
    registry: Session, cache: SnapshotCache
) -> None:
    refresh_vectors(registry, encode, "n", limit=1)
    bump_version(registry)
    registry.commit()
    assert cache.refresh().model_id == "m"
    assert len(cache.refresh("n").vectors) == 1
    assert len(cache.refresh("unknown").vectors) == 0


def test_experts_who_withdrew_are_left_out(registry: Session, cache: SnapshotCache) -> None:
    registry.scalars(select(Expert).where(Expert.external_id == "a")).one().status = "withdrawn"
    bump_version(registry)
    registry.commit()
    assert [one.external_id for one in cache.refresh().profiles.values()] == ["b"]


def test_an_empty_registry_has_an_empty_snapshot(registry: Session, engine: Engine) -> None:
    snapshot = SnapshotCache(lambda: Session(engine)).refresh()
    assert (snapshot.ids, len(snapshot.vectors), snapshot.model_id) == ((), 0, None)


def test_threads_that_ask_together_get_one_snapshot(
    registry: Session, cache: SnapshotCache
) -> None:
    load_sample_experts(registry, NOW)
    registry.commit()
    found: list[Snapshot] = []
    threads = [Thread(target=lambda: found.append(cache.refresh("m"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all(snapshot is found[0] for snapshot in found)


def test_who_ranks_goes_on_with_the_former_snapshot(
    registry: Session, cache: SnapshotCache
) -> None:
    before = cache.refresh("m")
    add(registry, "c")
    registry.commit()
    assert cache.current("m") is before
    after = cache.refresh("m")
    assert after is not before
    assert cache.current("m") is after


def test_nobody_waits_while_a_snapshot_is_built(
    registry: Session, cache: SnapshotCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = cache.refresh("m")
    bump_version(registry)
    registry.commit()
    building, asked = Event(), Event()

    def slowly(*_facts: object, **_more: object) -> Snapshot:
        building.set()
        assert asked.wait(10)
        return before

    monkeypatch.setattr(snapshot_module, "load_snapshot", slowly)
    builder = Thread(target=cache.refresh, args=("m",))
    builder.start()
    assert building.wait(10)
    assert cache.current("m") is before
    asked.set()
    builder.join()


def test_a_snapshot_without_experts_is_not_kept_to(registry: Session, engine: Engine) -> None:
    cache = SnapshotCache(lambda: Session(engine))
    assert cache.current().ids == ()
    registry.rollback()
    add(registry, "a")
    registry.commit()
    assert len(cache.current().ids) == 1


def test_unchanged_profiles_are_taken_over(
    registry: Session, cache: SnapshotCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_sample_experts(registry, NOW)
    registry.commit()
    before = cache.refresh("m")
    registry.scalars(select(Expert).where(Expert.external_id == "a")).one().summary = "Herzien."
    bump_version(registry)
    registry.commit()
    read: list[str] = []

    def watch(heads: Heads, text: str, *_more: object) -> npt.NDArray[np.float64]:
        read.append(text)
        return np.zeros(len(heads.intercept))

    monkeypatch.setattr(Heads, "raw_scores", watch)
    after = cache.refresh("m")
    assert read == ["Herzien."]
    kept = [place for place, one in enumerate(after.ids) if after.profiles[one].summary[0] != "H"]
    assert np.array_equal(after.themes.pool.main[kept], before.themes.pool.main[kept])
