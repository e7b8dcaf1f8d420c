"""What a case in a test is made of: a moment, a complete intake, an expert who may be asked."""

from datetime import UTC, datetime, timedelta

from expert_registry.consent import CURRENT_CONSENT_VERSION
from expert_registry.tables import Expert
from service.domain.intake import Intake, Phase, TriangleMet
from service.domain.urgency import Urgency

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
