"""What a case in a test is made of: a moment, an intake, an expert to ask, a ranking."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from expert_registry.consent import CURRENT_CONSENT_VERSION
from expert_registry.tables import Expert
from service.domain.intake import Intake, Phase, TriangleMet
from service.domain.urgency import Urgency
from service.storage.match_run import Candidate, MatchRun

# Tuesday 24 November 2026, 10:00 in Amsterdam.
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

INTAKE = Intake(
    municipality="Zeist",
    requester_name="Adviseur Een",
    requester_role="Adviseur openbare orde",
    requester_email="adviseur@zeist.example",
    requester_phone="000-1000001",
    mayor_informed=True,
    situation="Bij het gemeentehuis staan elke avond boze bewoners over de opvang.",
    question="Moet de burgemeester vanavond naar buiten gaan?",
    themes=("asielopvang",),
    support_kinds=("bestuurlijk-sparren",),
    phase=Phase.RISING,
    expected_moment=None,
    urgency=Urgency.U2,
    triangle_met=TriangleMet.YES,
    crisis_structure_active=False,
    neighbour_allowed=True,
)


def askable_expert(number: int, partner_id: str = "politieacademie") -> Expert:
    """Give an expert who may be asked for that intake."""
    return Expert(
        external_id=f"T{number}",
        partner_id=partner_id,
        name=f"Deskundige {number}",
        email=f"deskundige-{number}@partner.example",
        summary="Hielp gemeenten bij onrust rond opvang.",
        themes=["asielopvang"],
        support_kinds=["bestuurlijk-sparren"],
        consent_what="register",
        consent_version=CURRENT_CONSENT_VERSION,
        consent_at=NOW - timedelta(days=30),
    )


def store_run(
    session: Session,
    request_id: int,
    candidates: Iterable[dict[str, Any]] = (),
    **of_the_run: Any,
) -> MatchRun:
    """Store a ranking of these candidates, in their order, without a search."""
    found = {"model_id": "test", "registry_version": 1, "pool_size": 6, "excluded": {}}
    run = MatchRun(request_id=request_id, at=NOW, **(found | of_the_run))
    session.add(run)
    session.flush()
    nothing = {"score": 0.0, "features": {}, "reasons": [], "soft_conflicts": []}
    session.add_all(
        Candidate(match_run_id=run.id, rank=rank, **(nothing | candidate))
        for rank, candidate in enumerate(candidates, start=1)
    )
    session.flush()
    return run
