"""The real worker says when it begins, and whether it was told to stop or died."""

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from service.database import connect, reading
from service.domain.alarm import AlarmKind, Finding, silent_workers
from service.jobs.heartbeat import worker_name
from service.rehearsal.child_process import ChildProcess
from service.rehearsal.ports import wait_until
from service.storage.heartbeat import signs_of_life

PATIENCE_S = 60
MINUTE = timedelta(minutes=1)


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'schakel.sqlite3'}"


@pytest.fixture
def worker(tmp_path: Path, address: str) -> Iterator[ChildProcess]:
    """`schakel worker`, with an inference process that is not there."""
    settings = {"SCHAKEL_DATA_DIR": str(tmp_path), "DATABASE_URL": address}
    command = [sys.executable, "-m", "service.cli.main", "worker"]
    worker = ChildProcess("worker", command, os.environ | settings, tmp_path / "worker.log")
    worker.start()
    yield worker
    worker.kill()


def findings(address: str, later: timedelta) -> list[Finding]:
    """What is found then, by when another worker has just given a sign of life."""
    engine = connect(address)
    then = datetime.now(UTC) + later
    with reading(engine) as session:
        signs = signs_of_life(session)
    engine.dispose()
    own = signs.get(worker_name(), {})
    return silent_workers({worker_name(): own, "other": dict.fromkeys(own, then)}, then)


@pytest.mark.parametrize("orderly", [True, False])
def test_a_worker_that_ended(
    worker: ChildProcess, address: str, tmp_path: Path, orderly: bool
) -> None:
    started = tmp_path / "worker.log"
    wait_until(lambda: "worker started" in started.read_text(), PATIENCE_S, "the worker")
    assert findings(address, 0 * MINUTE) == []
    if orderly:
        worker.ask_to_stop()
        worker.wait()
        assert worker.exit_code == 0
    else:
        worker.kill()
    down = [Finding(AlarmKind.WORKER_DOWN, worker_name())]
    assert findings(address, 5 * MINUTE) == ([] if orderly else down)
