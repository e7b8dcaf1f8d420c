"""The bench of the pages opens each of them as somebody who may."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from expert_registry.tables import Expert, Partner
from service.actions.requests.submit_request import submit_request
from service.app import create_app
from service.config import read_settings
from service.database import connect, writing
from service.rehearsal.page_bench import (
    CASE_INVITING,
    FOR_COORDINATORS,
    FOR_EVERYBODY,
    answer_s,
    bench_pages,
)
from service.rehearsal.preparation import prepare_database
from tests.sample_case import INTAKE, store_run


@pytest.mark.backend("sqlite")
def test_every_page_is_opened(bare_database_url: str, tmp_path: Path) -> None:
    settings = read_settings({"SCHAKEL_DATA_DIR": str(tmp_path)})
    engine = connect(bare_database_url)
    now = datetime.now(UTC)
    prepare_database(engine, now, samples=True)
    with writing(engine) as session:
        request = submit_request(session, now, INTAKE, "form")
        reference = request.reference
        willing = select(Expert.id).join(Partner).where(Partner.standing_consent)
        experts = session.scalars(willing.limit(8)).all()
        store_run(session, request.id, [{"expert_id": expert_id} for expert_id in experts])
    found = bench_pages(settings, engine, reference, rounds=2)
    engine.dispose()
    assert found["pages"].keys() == {*FOR_EVERYBODY, *FOR_COORDINATORS, CASE_INVITING}
    slowest = max(each["p95"] for each in found["pages"].values())
    assert found["slowest_p95"] == slowest > 0


@pytest.mark.backend("sqlite")
def test_a_page_that_is_refused_is_no_figure(engine: Engine, tmp_path: Path) -> None:
    app = create_app(read_settings({"SCHAKEL_DATA_DIR": str(tmp_path)}), engine)
    with pytest.raises(ValueError, match="/bureau"):
        answer_s(app.test_client(), "/bureau")
