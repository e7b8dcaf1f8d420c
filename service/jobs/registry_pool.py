"""Keeps what the search made in step with the registry: vectors, the snapshot, rankings."""

from datetime import datetime

from sqlalchemy import Engine

from embeddings.errors import InferenceLoading, InferenceUnavailable
from embeddings.inference import InferenceClient
from expert_registry.snapshot import SnapshotCache
from expert_registry.tables import registry_version
from service.actions.matching.rank_again import is_outdated, rank_again
from service.database import reading, writing
from service.jobs.vector_batches import refresh_batch


class RegistryPool:
    """Embeds changed profiles when the registry or the model changed, and warms the snapshot."""

    def __init__(self, engine: Engine, client: InferenceClient, snapshots: SnapshotCache) -> None:
        self._engine = engine
        self._client = client
        self._snapshots = snapshots
        self._done: tuple[int, str] | None = None
        self._model_id: str | None = None

    def refresh(self, now: datetime) -> int:
        """Bring vectors and snapshot up to date; give how many vectors were made.

        Rankings that used an older registry, and are still needed, become due once more.
        While the inference process loads or is down the vectors wait for a next round.
        """
        try:
            made = self._refresh_vectors()
        except InferenceUnavailable:
            return 0
        finally:
            # Built here, while requests that come in are ranked with the former one.
            snapshot = self._snapshots.refresh(self._model_id)
        # Only now: without vectors a new ranking would be worse than the one it replaces.
        self._rank_again(now, snapshot.version)
        return made

    def _rank_again(self, now: datetime, version: int) -> None:
        with reading(self._engine) as session:
            outdated = is_outdated(session, version)
        if outdated:
            with writing(self._engine) as session:
                rank_again(session, now, version)

    def _refresh_vectors(self) -> int:
        model_id = self._client.describe().model_id
        if model_id is None:
            raise InferenceLoading("the model is not there yet")
        self._model_id = model_id
        made = 0
        while self._done != (version := self._version(), model_id):
            report = refresh_batch(self._engine, self._client.read_document, model_id)
            made += report.embedded
            if not report.embedded and not report.removed:
                self._done = (version, model_id)
        return made

    def _version(self) -> int:
        with reading(self._engine) as session:
            return registry_version(session)
