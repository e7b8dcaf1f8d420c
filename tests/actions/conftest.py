"""Cases to act on: reference data, a coordinator, a few experts and a complete intake."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from expert_registry.consent import CURRENT_CONSENT_VERSION
from expert_registry.tables import Expert
from service.actions.matching.approve_list import approve_list
from service.actions.requests.decide_to_match import decide_to_match
from service.actions.requests.record_call_back import record_call_back
from service.actions.requests.submit_request import submit_request
from service.domain.actor import Actor, Role, staff
from service.domain.intake import Intake, Phase, TriangleMet
from service.domain.urgency import Urgency
from service.storage.duty_shift import DutyShift
from service.storage.request import SupportRequest
from service.storage.user_account import UserAccount

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


@pytest.fixture
def coordinator(session: Session, reference_data: None) -> Actor:
    """The coordinator, who is on duty all year."""
    user = UserAccount(name="Coördinator", email="co@bureau.example", role=Role.COORDINATOR)
    session.add_all(
        [
            user,
            UserAccount(name="Achterwacht", email="a@bureau.example", role=Role.DEPUTY_COORDINATOR),
            UserAccount(name="Leiding", email="l@bureau.example", role=Role.PROGRAMME_MANAGER),
        ]
    )
    session.flush()
    session.add(
        DutyShift(
            user_id=user.id,
            starts_at=NOW - timedelta(days=180),
            ends_at=NOW + timedelta(days=180),
        )
    )
    session.flush()
    return staff(user.id)


@pytest.fixture
def experts(session: Session, reference_data: None) -> list[int]:
    """Five experts of the Politieacademie who may all be asked (ids)."""
    rows = [
        Expert(
            external_id=f"T{number}",
            partner_id="politieacademie",
            name=f"Deskundige {number}",
            email=f"deskundige-{number}@partner.example",
            summary="Hielp gemeenten bij onrust rond opvang.",
            themes=["asielopvang"],
            support_kinds=["bestuurlijk-sparren"],
            consent_what="register",
            consent_version=CURRENT_CONSENT_VERSION,
            consent_at=NOW - timedelta(days=30),
        )
        for number in range(1, 6)
    ]
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows]


@pytest.fixture
def submit(session: Session, coordinator: Actor) -> Callable[..., SupportRequest]:
    """Submit the intake, with changes where given."""

    def _submit(
        now: datetime = NOW, form_token: str = "form-1", **changes: object
    ) -> SupportRequest:
        request = submit_request(session, now, replace(INTAKE, **changes), form_token)
        session.flush()
        return request

    return _submit


@pytest.fixture
def proposed(
    session: Session,
    submit: Callable[..., SupportRequest],
    coordinator: Actor,
    experts: list[int],
) -> Callable[..., SupportRequest]:
    """Bring a request to an approved list of all experts, of whom one is asked per place."""

    def _proposed(places: int = 1, parallel: int | None = 1, **changes: object) -> SupportRequest:
        request = submit(**changes)
        record_call_back(session, NOW, request, coordinator)
        decide_to_match(session, NOW, request, coordinator)
        approve_list(
            session, NOW, request, coordinator, experts, "Onrust rond opvang.", places, parallel
        )
        session.flush()
        return request

    return _proposed
