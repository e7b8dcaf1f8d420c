"""Cases to act on: reference data, a coordinator, a few experts and a complete intake."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from service.actions.matching.approve_list import approve_list
from service.actions.requests.decide_to_match import decide_to_match
from service.actions.requests.record_call_back import record_call_back
from service.actions.requests.submit_request import submit_request
from service.domain.actor import Actor, Role, staff
from service.storage.duty_shift import DutyShift
from service.storage.request import SupportRequest
from service.storage.user_account import UserAccount
from tests.sample_case import INTAKE, NOW, askable_expert


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
    rows = [askable_expert(number) for number in range(1, 6)]
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
