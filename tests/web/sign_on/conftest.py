"""The program beside a real provider."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import Engine

from service.config import Settings
from service.database import writing
from service.domain.sign_on_settings import read_sign_on
from service.storage.user_account import UserAccount
from tests.web.bureau.desk import PEOPLE
from tests.web.conftest import Clock, copy_of
from tests.web.sign_on import organisation
from tests.web.sign_on.organisation import CLIENT_SECRET, Organisation
from tests.web.sign_on.traveller import Traveller


@pytest.fixture
def issuer(provider_process: Organisation) -> str:
    return provider_process.issuer


@pytest.fixture
def clock() -> Clock:
    """The provider keeps the real time."""
    clock = Clock()
    clock.now = datetime.now(UTC)
    return clock


@pytest.fixture
def app(
    built_app: Flask,
    settings: Settings,
    engine: Engine,
    reference_data: None,
    clock: Clock,
    issuer: str,
) -> Flask:
    with writing(engine) as session:
        for email, (role, partner_id) in PEOPLE.items():
            session.add(UserAccount(name=email, email=email, role=role, partner_id=partner_id))
    app = copy_of(built_app, settings, engine, clock)
    configure(app, {"OIDC_ISSUER": issuer})
    return app


def configure(app: Flask, changes: dict[str, str]) -> None:
    """Let the application run with these settings of single sign-on."""
    problems: list[str] = []
    env = organisation.SETTINGS | changes
    found = read_sign_on(env, CLIENT_SECRET, problems, development=True)
    assert not problems
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], sign_on=found)


@pytest.fixture
def traveller(app: Flask, engine: Engine) -> Iterator[Callable[[], Traveller]]:
    """Give somebody with a browser of their own."""
    made: list[Traveller] = []

    def _traveller() -> Traveller:
        made.append(Traveller(app, engine))
        return made[-1]

    yield _traveller
    for one in made:
        one.visitor.close()
