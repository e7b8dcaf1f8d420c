"""Logging in by link, and out again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from expert_registry.key_ring import new_key
from service.actions.accounts.issue_login_link import issue_login_link
from service.app import create_app
from service.config import read_settings
from service.database import reading, writing
from service.storage.user_account import LoginLink, LoginLinkPurpose, UserAccount
from tests.web.bureau.desk import Clock, Desk
from tests.web.filled_form import hidden_fields
from tests.web.story import NOW

PASSWORD = "paars zeil fluistert graniet"
PRODUCTION = {
    "SCHAKEL_ENV": "production",
    "SECOND_FACTOR_KEYS": "1:" + "k" * 40,
    "SECRET_KEY": "s" * 40,
    "SCHAKEL_DATA_KEYS": new_key(),
    "BASE_URL": "https://schakel.test",
    "MAIL_SERVER": "mail.test",
    "MAIL_SECURITY": "tls",
    "MAIL_SENDER": "schakel@bureau.nl",
    "DUTY_PHONE": "000-0000000",
    "PRIVACY_OFFICER": "fg@bureau.nl",
    "SECURITY_CONTACT": "veilig@bureau.nl",
}


def session_cookie(answer: TestResponse) -> str:
    """The header that logs a browser in."""
    cookies = answer.headers.getlist("Set-Cookie")
    return next(cookie for cookie in cookies if "schakel_session=" in cookie)


@pytest.fixture
def link(app: Flask, engine: Engine, clock: Clock) -> str:
    with writing(engine) as session:
        user = session.scalars(select(UserAccount)).first()
        assert user is not None
        return f"/inloggen/{issue_login_link(session, clock.now, user)}"


@pytest.fixture
def visitor(app: Flask, engine: Engine) -> Desk:
    return Desk(app.test_client(), engine)


def test_opening_the_link_does_not_use_it_up(visitor: Desk, link: str, engine: Engine) -> None:
    visitor.page(link)
    visitor.client.head(link)
    with reading(engine) as session:
        assert session.scalars(select(LoginLink.used_at)).one() is None
    assert visitor.client.get("/bureau").status_code == 303


def test_the_button_logs_in_once(visitor: Desk, link: str, app: Flask, engine: Engine) -> None:
    page = visitor.page(link)
    assert "U logt in als Co." in page
    answer = visitor.post(link, page)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/bureau")
    visitor.page("/bureau")

    other = Desk(app.test_client(), engine)
    assert "al gebruikt" in other.page(link, 410)
    assert visitor.post(link, visitor.page("/bureau")).status_code == 410


def test_an_old_link_says_so(visitor: Desk, link: str, clock: Clock) -> None:
    clock.forward(minutes=31)
    assert "verlopen" in visitor.page(link, 410)


def test_a_forged_link_is_not_found(visitor: Desk) -> None:
    assert "kennen deze link niet" in visitor.page("/inloggen/forged", 404)


def test_a_forged_form_does_not_log_in(visitor: Desk, link: str) -> None:
    visitor.page(link)
    assert visitor.client.post(link).status_code == 400


def test_logging_out_ends_the_session_in_the_database(desk: Desk, app: Flask) -> None:
    stolen = app.test_client()
    cookie = desk.client.get_cookie("schakel_session")
    assert cookie is not None
    page = desk.page("/bureau")
    assert desk.post("/uitloggen", page).headers["Location"] == "/uitgelogd"
    assert "U bent uitgelogd" in desk.page("/uitgelogd")
    stolen.set_cookie("schakel_session", cookie.value)
    assert stolen.get("/bureau").status_code == 303


def test_a_session_ends_after_twelve_hours(desk: Desk, clock: Clock) -> None:
    clock.forward(hours=11.9)
    desk.page("/bureau")
    clock.forward(hours=0.1)
    assert desk.client.get("/bureau").status_code == 303


def test_a_partner_contact_starts_at_the_experts(
    app: Flask, engine: Engine, clock: Clock, visitor: Desk
) -> None:
    with writing(engine) as session:
        query = select(UserAccount).where(UserAccount.partner_id.is_not(None))
        token = issue_login_link(session, clock.now, session.scalars(query).one())
    answer = visitor.post(f"/inloggen/{token}", visitor.page(f"/inloggen/{token}"))
    assert answer.headers["Location"] == "/bureau/deskundigen"


@pytest.mark.backend("sqlite")
def test_the_cookie_is_bound_to_the_browser(visitor: Desk, link: str) -> None:
    cookie = session_cookie(visitor.post(link, visitor.page(link)))
    assert cookie.startswith("schakel_session=")
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Max-Age=43200" in cookie


@pytest.mark.backend("sqlite")
def test_in_production_the_cookie_is_bound_to_the_host(
    app: Flask, engine: Engine, clock: Clock, tmp_path: Path
) -> None:
    with writing(engine) as session:
        user = session.scalars(select(UserAccount)).first()
        assert user is not None
        at_once = f"/inloggen/{issue_login_link(session, NOW, user)}"
        link = f"/inloggen/{issue_login_link(session, NOW, user, LoginLinkPurpose.SET_UP)}"
    strict = create_app(read_settings(PRODUCTION | {"SCHAKEL_DATA_DIR": str(tmp_path)}), engine)
    strict.config["CLOCK"] = clock
    base = "https://schakel.test"
    client = strict.test_client()
    assert client.get(at_once, base_url=base).status_code == 404
    page = client.get(link, base_url=base).text
    typed = hidden_fields(page) | {"password": PASSWORD, "password_again": PASSWORD}
    answer = client.post(link, data=typed, base_url=base, headers={"Referer": f"{base}{link}"})
    cookie = session_cookie(answer)
    assert cookie.startswith("__Host-schakel_session=")
    assert "Secure" in cookie and "HttpOnly" in cookie and "Path=/" in cookie
    assert "Domain" not in cookie


def test_two_desks_are_two_people(log_in: Callable[[str], Desk]) -> None:
    one, other = log_in("co@bureau.example"), log_in("achterwacht@bureau.example")
    assert "Co (coördinator)" in one.page("/bureau")
    assert "Achterwacht (achterwacht)" in other.page("/bureau")
