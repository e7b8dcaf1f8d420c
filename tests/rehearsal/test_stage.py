"""A rehearsal takes no database in which somebody works."""

from datetime import UTC, datetime

import pytest

from service.actions.requests.submit_request import submit_request
from service.database import connect, writing
from service.rehearsal.preparation import prepare_database
from service.rehearsal.stage import DatabaseInUse, Stage
from tests.sample_case import INTAKE

NOW = datetime(2026, 12, 24, 16, tzinfo=UTC)


@pytest.mark.backend("sqlite")
def test_a_database_with_requests_is_refused(bare_database_url: str) -> None:
    engine = connect(bare_database_url)
    prepare_database(engine, NOW, samples=True)
    with writing(engine) as session:
        submit_request(session, NOW, INTAKE, "form-1")
    engine.dispose()
    with Stage(bare_database_url) as stage:
        with pytest.raises(DatabaseInUse):
            stage.prepare()
        assert stage.programs == {}
        stage_folder = stage.folder
    assert not stage_folder.exists()
