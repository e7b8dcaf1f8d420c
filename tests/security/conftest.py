"""The application of the web tests, and a world in which every page has something to show."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from service.actions.accounts.begin_session import Visit
from service.actions.accounts.claim_login_link import claim_login_link
from service.actions.accounts.issue_login_link import issue_login_link
from service.database import writing
from service.domain.actor import Role
from service.domain.session_limits import SessionLimits
from service.storage.user_account import UserAccount
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
from tests.web.story import Story

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
