"""`schakel status` says what is wrong, and monitoring can tell it from the exit status."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from service.cli.installation import present
from service.database import connect
from service.domain.alarm import JOB_LIMITS
from service.jobs.heartbeat import begin_signing, end_signing
from service.jobs.repeated_job import RepeatedJob
from tests.cli.conftest import Command

JOBS = [RepeatedJob(name, 1, lambda _now: 0, present) for name in JOB_LIMITS]
MINUTE = timedelta(minutes=1)


def test_a_worker_that_is_missing_gives_exit_status_1(
    schakel: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"sqlite:///{tmp_path / 'watched.sqlite3'}"
    monkeypatch.setenv("DATABASE_URL", address)
    schakel("migrate")
    engine = connect(address)

    def told() -> tuple[int, list[str]]:
        result = schakel("status", "--json")
        alarms = json.loads(result.stdout)["alarms"]
        # Nobody is on this roster, but that lies ahead.
        return result.exit_code, [kind for kind in alarms if not kind.startswith("roster")]

    assert told() == (1, ["worker_silent"])
    begin_signing(engine, "one", JOBS, present())
    assert told() == (0, [])
    begin_signing(engine, "other", JOBS, present() - 5 * MINUTE)
    assert told() == (1, ["worker_down"])
    end_signing(engine, "other", present() - 4 * MINUTE)
    assert told() == (0, [])
    engine.dispose()
