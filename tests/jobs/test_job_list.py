"""The worker's jobs are those that the auditor watches."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from service.config import read_settings
from service.database import writing
from service.domain.alarm import JOB_LIMITS
from service.jobs.job_list import worker_jobs
from service.storage.forgetting import leave_nothing_behind
from tests.actions.conftest import NOW
from tests.actions.test_redact_text import bytes_of

pytestmark = pytest.mark.backend("sqlite")


def test_every_job_is_watched(engine: Engine, tmp_path: Path) -> None:
    settings = read_settings({"SCHAKEL_DATA_DIR": str(tmp_path)})
    jobs = {job.name: job.every_s for job in worker_jobs(settings, engine, lambda: NOW)}
    # The heartbeat is watched by the sign of life that it leaves for the whole worker.
    assert set(jobs) == {*JOB_LIMITS, "heartbeat"}
    assert all(jobs[name] * 2 < limit.total_seconds() for name, limit in JOB_LIMITS.items())


def test_what_a_reader_kept_in_the_files_goes_later(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that is being read keeps the log of SQLite from being emptied at the erasure."""
    monkeypatch.setattr("service.database.WIPE_TIMEOUT_S", 0.05)
    settings = read_settings({"SCHAKEL_DATA_DIR": str(tmp_path)})
    jobs = {job.name: job for job in worker_jobs(settings, engine, lambda: NOW)}
    with writing(engine) as session:
        session.execute(text("INSERT INTO heartbeat VALUES ('zwaluwstaart', 'x', '2026', 0)"))
    with Session(engine) as reader:
        reader.execute(text("SELECT worker FROM heartbeat")).all()
        with writing(engine) as session:
            session.execute(text("DELETE FROM heartbeat"))
            leave_nothing_behind(session)
        assert b"zwaluwstaart" in bytes_of(engine)
    jobs["forget attempts"].run()
    assert b"zwaluwstaart" not in bytes_of(engine)
