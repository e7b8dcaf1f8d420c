"""A desk to work at: the real application on a real database, a logged-in user and a case."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from expert_registry.tables import Partner
from service.actions.accounts.issue_login_link import issue_login_link
from service.actions.invitations.invite_wave import invite_next
from service.actions.matching.approve_list import approve_list
from service.actions.requests.decide_to_match import decide_to_match
from service.actions.requests.record_call_back import record_call_back
from service.actions.requests.submit_request import submit_request
from service.config import read_settings
from service.database import writing
from service.domain.actor import staff
from service.storage import request as requests
from service.storage.user_account import UserAccount
from tests.sample_case import askable_expert
from tests.web.bureau.desk import PEOPLE, Clock, Desk
from tests.web.bureau.newcomer import Newcomer
from tests.web.bureau.stored_ranking import store_ranking
from tests.web.conftest import PATIENT_SESSIONS, copy_of
from tests.web.story import INTAKE

CO = "co@bureau.example"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(
    built_app: Flask, engine: Engine, reference_data: None, tmp_path: Path, clock: Clock
) -> Flask:
    settings = read_settings({"SCHAKEL_DATA_DIR": str(tmp_path)} | PATIENT_SESSIONS)
    app = copy_of(built_app, settings, engine, clock)
    app.config["TESTING"] = True
    with writing(engine) as session:
        for email, (role, partner_id) in PEOPLE.items():
            name = email.split("@")[0].capitalize()
            session.add(UserAccount(name=name, email=email, role=role, partner_id=partner_id))
    return app


@pytest.fixture
def log_in(app: Flask, engine: Engine, clock: Clock) -> Callable[[str], Desk]:
    """Log in by the real link; give a desk of its own."""

    def _log_in(email: str) -> Desk:
        with writing(engine) as session:
            user = session.scalars(select(UserAccount).where(UserAccount.email == email)).one()
            token = issue_login_link(session, clock.now, user)
        desk = Desk(app.test_client(), engine)
        page = desk.page(f"/inloggen/{token}")
        assert desk.post(f"/inloggen/{token}", page).status_code == 303
        return desk

    return _log_in


@pytest.fixture
def newcomer(app: Flask, engine: Engine, clock: Clock) -> Callable[[str], Newcomer]:
    """Give somebody with an account without a password, and a browser of their own."""

    def _newcomer(email: str) -> Newcomer:
        return Newcomer(Desk(app.test_client(), engine), clock, email)

    return _newcomer


@pytest.fixture
def co(newcomer: Callable[[str], Newcomer]) -> Newcomer:
    """The coordinator, who has a password and an app, and is logged in."""
    return newcomer(CO).all_of_it()


@pytest.fixture
def desk(log_in: Callable[[str], Desk]) -> Desk:
    """The desk of the coordinator."""
    return log_in(CO)


@pytest.fixture
def submit(app: Flask, engine: Engine, clock: Clock) -> Callable[..., str]:
    """Submit the intake, with changes where given; give the reference."""
    count = 0

    def _submit(**changes: object) -> str:
        nonlocal count
        count += 1
        with writing(engine) as session:
            intake = replace(INTAKE, **changes)  # type: ignore[arg-type]
            return submit_request(session, clock.now, intake, f"form-{count}").reference

    return _submit


@pytest.fixture
def experts(app: Flask, engine: Engine) -> list[int]:
    """Five experts of the Politieacademie and one of the NGB, who may all be asked (ids)."""
    with writing(engine) as session:
        assert session.get(Partner, "politieacademie")
        rows = [
            askable_expert(number, "politieacademie" if number < 6 else "ngb")
            for number in range(1, 7)
        ]
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


@pytest.fixture
def ranked(engine: Engine, experts: list[int]) -> Callable[[str], None]:
    """Store a proposal of the first four experts for a case."""

    def _ranked(reference: str, degraded: bool = False) -> None:
        reason = {"kind": "theme", "text_nl": "Thema: Asielopvang.", "terms": []}
        first = [
            {"expert_id": expert_id, "score": 3 - rank / 2, "reasons": [reason]}
            for rank, expert_id in enumerate(experts[:4], start=1)
        ]
        store_ranking(engine, reference, first, degraded=degraded, excluded={"conflict": 2})

    return _ranked


@pytest.fixture
def take_step(desk: Desk, clock: Clock) -> Callable[..., None]:
    """Do a step in a case as the coordinator, without the pages: those have tests of their own."""

    def _take_step(reference: str, step: Callable[..., object], *facts: object) -> None:
        with writing(desk.engine) as session:
            co = session.scalars(select(UserAccount).where(UserAccount.email == CO)).one()
            request = requests.by_reference(session, reference)
            assert request is not None
            step(session, clock.now, requests.lock(session, request.id), staff(co.id), *facts)

    return _take_step


@pytest.fixture
def listed(
    take_step: Callable[..., None],
    submit: Callable[..., str],
    ranked: Callable[[str], None],
    experts: list[int],
) -> Callable[..., str]:
    """Bring a case to an approved list of the first four experts; give the reference."""

    def _listed(places: int = 1, parallel: int | None = 1, **changes: object) -> str:
        reference = submit(**changes)
        ranked(reference)
        take_step(reference, record_call_back, "Gesproken.")
        take_step(reference, decide_to_match)
        approved = experts[:4], "Onrust rond opvang.", places, parallel
        take_step(reference, approve_list, *approved)
        return reference

    return _listed


@pytest.fixture
def invited(take_step: Callable[..., None], listed: Callable[..., str]) -> str:
    """A case of which the first expert is invited (reference)."""
    reference = listed()
    take_step(reference, invite_next)
    return reference
