"""The application of the web tests, and a world in which every page has something to show."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from service.actions.accounts.begin_session import Visit, begin_session
from service.actions.accounts.claim_login_link import claim_login_link
from service.actions.accounts.issue_login_link import issue_login_link
from service.database import writing
from service.domain.actor import Role
from service.domain.session_limits import SessionLimits
from service.domain.session_standing import Standing
from service.storage.duty_shift import DutyShift
from service.storage.invitation import Assignment, Invitation
from service.storage.legal_hold import LegalHold
from service.storage.outbox_mail import OutboxMail
from service.storage.partner_consent import PartnerConsent
from service.storage.passkey import Passkey
from service.storage.request import SupportRequest
from service.storage.user_account import LoginLinkPurpose, UserAccount
from tests.sample_case import askable_expert
from tests.security.access_matrix import ASKERS, Asker, Objects
from tests.security.world import World
from tests.web.conftest import (
    Clock,
    app,
    built_app,
    client,
    clock,
    compiled_templates,
    own_app,
    settings,
    story,
)
from tests.web.filled_form import hidden_fields
from tests.web.story import Story

PARTS: dict[str, type[Invitation | Assignment | PartnerConsent | OutboxMail]] = {
    "invitation_id": Invitation,
    "assignment_id": Assignment,
    "consent_id": PartnerConsent,
    "mail_id": OutboxMail,
}

__all__ = [
    "app",
    "built_app",
    "client",
    "clock",
    "compiled_templates",
    "own_app",
    "settings",
    "story",
]


@pytest.fixture
def world(story: Story) -> World:
    """Cases in several states, with a row in nearly every table."""
    return World(story)


@pytest.fixture
def log_in(app: Flask, engine: Engine, clock: Clock) -> Callable[[Role], FlaskClient]:
    """Give a browser in which somebody with this role is logged in."""

    def _log_in(role: Role) -> FlaskClient:
        with writing(engine) as session:
            user = session.scalars(select(UserAccount).where(UserAccount.role == role)).first()
            if user is None:
                partner = "politieacademie" if role is Role.PARTNER_CONTACT else None
                user = UserAccount(
                    name="Collega", email=f"{role}@bureau.example", role=role, partner_id=partner
                )
                session.add(user)
                session.flush()
            token = issue_login_link(session, clock.now, user)
            session.flush()
            session_token = claim_login_link(session, clock.now, token, Visit(SessionLimits()))
        browser = app.test_client()
        browser.set_cookie("schakel_session", session_token)
        return browser

    return _log_in


@pytest.fixture
def people(world: World, engine: Engine, clock: Clock) -> dict[Asker, tuple[int, str]]:
    """For each of the askers who have an account: its id and the token of a session."""
    found = {}
    with writing(engine) as session:
        for number, asker in enumerate(asker for asker in ASKERS if asker.role):
            partner = "politieacademie" if asker.role is Role.PARTNER_CONTACT else None
            complete = asker.standing is Standing.COMPLETE
            user = UserAccount(
                name="Collega",
                email=f"collega-{number}@bureau.example",
                role=asker.role,
                partner_id=partner,
                totp_secret="x" if asker.standing is Standing.CODE_NEEDED else None,
            )
            session.add(user)
            session.flush()
            since = clock.now - timedelta(minutes=0 if asker.fresh else 20)
            visit = Visit(SessionLimits())
            token = begin_session(
                session, since, user.id, visit, "by_password", passed_second_factor=complete
            )
            found[asker] = user.id, token
    return found


MISSING: dict[str, object] = {
    **dict.fromkeys([*PARTS, "expert_id", "shift_id", "number"], 2147483647),
    **dict.fromkeys(["user_id", "hold_id", "passkey_id"], 10**20),
    **dict.fromkeys(["reference", "partner_id", "kind", "token", "filename", "why"], "nergens"),
}


@pytest.fixture
def objects(
    world: World, engine: Engine, people: dict[Asker, tuple[int, str]], clock: Clock
) -> Objects:
    """What paths can name: of the own case, partner and account, of others, and of nobody."""
    admin = people[Asker(Role.ADMIN)][0]
    with writing(engine) as session:
        stranger = askable_expert(9, "ngb")
        key = Passkey(
            user_id=admin, credential_id=b"1", public_key=b"", sign_count=0, name="x",
            made_at=clock.now,
        )  # fmt: skip
        session.add_all([stranger, key, _assignment_elsewhere(session, world, clock)])
        session.flush()
        account = session.get_one(UserAccount, admin)
        own: dict[str, object] = {
            "reference": session.get_one(SupportRequest, world.first_id).reference,
            "name": "notitie",
            "expert_id": world.story.experts[0],
            "partner_id": "politieacademie",
            "user_id": admin,
            "shift_id": session.scalar(select(DutyShift.id)),
            "number": 1,
            "kind": "receipt",
            "hold_id": session.scalar(select(LegalHold.id)),
            "passkey_id": key.id,
            "token": issue_login_link(session, clock.now, account, LoginLinkPurpose.SET_UP),
            "filename": "schakel.css",
            "why": "answer",
        }
        foreign: dict[str, object] = {"expert_id": stranger.id}
        for name, table in PARTS.items():
            of_first = table.request_id == world.first_id
            own[name] = session.scalar(select(table.id).where(of_first))
            foreign[name] = session.scalar(select(table.id).where(~of_first))
    return {"own": own, "foreign": foreign, "missing": MISSING}


def _assignment_elsewhere(session: Session, world: World, clock: Clock) -> Assignment:
    """An expert who said yes in another case than the first."""
    other = Invitation.request_id != world.first_id
    asked = session.scalars(select(Invitation).where(other)).first()
    assert asked is not None
    return Assignment(
        invitation_id=asked.id, request_id=asked.request_id, expert_id=asked.expert_id,
        state="ended", accepted_at=clock.now, first_contact_at=clock.now,
        confidentiality_declared_at=clock.now, no_conflict_declared_at=clock.now,
    )  # fmt: skip


@pytest.fixture
def browser_of(
    app: Flask, people: dict[Asker, tuple[int, str]]
) -> Callable[[Asker], tuple[FlaskClient, str]]:
    """Give the browser of somebody, with a token for forms that is right."""

    def _browser_of(asker: Asker) -> tuple[FlaskClient, str]:
        browser = app.test_client()
        if asker.role:
            browser.set_cookie("schakel_session", people[asker][1])
        return browser, hidden_fields(browser.get("/inloggen").text)["csrf_token"]

    return _browser_of
