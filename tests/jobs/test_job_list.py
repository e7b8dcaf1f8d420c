"""The worker's jobs are those that the auditor watches."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.config import read_settings
from service.domain.alarm import JOB_LIMITS
from service.jobs.job_list import worker_jobs
from tests.actions.conftest import NOW

pytestmark = pytest.mark.backend("sqlite")


def test_every_job_is_watched(engine: Engine, tmp_path: Path) -> None:
    settings = read_settings({"SCHAKEL_DATA_DIR": str(tmp_path)})
    jobs = {job.name: job.every_s for job in worker_jobs(settings, engine, lambda: NOW)}
    # The heartbeat is watched by the sign of life that it leaves for the whole worker.
    assert set(jobs) == {*JOB_LIMITS, "heartbeat"}
    assert all(jobs[name] * 2 < limit.total_seconds() for name, limit in JOB_LIMITS.items())
