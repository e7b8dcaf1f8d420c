"""A rehearsal takes no database in which somebody works."""

from datetime import UTC, datetime

import pytest

from service.actions.requests.submit_request import submit_request
from service.database import connect, writing
from service.domain.intake import Intake, Phase, TriangleMet
from service.domain.urgency import Urgency
from service.rehearsal.preparation import prepare_database
from service.rehearsal.stage import DatabaseInUse, Stage

NOW = datetime(2026, 12, 24, 16, tzinfo=UTC)
INTAKE = Intake(
    municipality="Utrecht",
    requester_name="Aanvrager",
    requester_role="Adviseur",
    requester_email="aanvrager@gemeente.example",
    requester_phone="000-0000001",
    mayor_informed=True,
    situation="Onrust in een wijk.",
    question="Wat nu?",
    themes=(),
    support_kinds=(),
    phase=Phase.RISING,
    expected_moment=None,
    urgency=Urgency.U3,
    triangle_met=TriangleMet.NO,
    crisis_structure_active=False,
    neighbour_allowed=True,
)


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
