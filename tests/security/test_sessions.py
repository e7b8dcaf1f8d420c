"""Cookies and links that somebody forged, chose beforehand, or uses twice at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select

from service.actions.accounts.begin_session import Visit
from service.actions.accounts.claim_login_link import claim_login_link
from service.actions.accounts.issue_login_link import issue_login_link
from service.database import reading, writing
from service.domain.actor import Role
from service.domain.errors import DeadLink
from service.domain.session_limits import SessionLimits
from service.storage.history_event import HistoryEvent
from service.storage.mail_link import LinkPurpose
from service.storage.user_account import LoginLink, UserAccount
from service.storage.user_session import UserSession
from service.web.form_cookie import FormCookie
from tests.web.conftest import Clock
from tests.web.filled_form import hidden_fields
from tests.web.story import Story

COOKIE = "schakel_session"
AT_ONCE = 8


def stored_hashes(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.scalars(select(UserSession.token_hash)))


@pytest.mark.backend("sqlite")
def test_a_session_is_not_forged_from_what_the_database_holds(
    app: Flask, engine: Engine, log_in: Callable[[Role], FlaskClient]
) -> None:
    assert log_in(Role.ADMIN).get("/bureau").status_code == 200
    [known] = stored_hashes(engine)
    for forged in (known, "", "1", known.upper(), "a" * 43, '{"user_id":1}', "\0", "é", "x" * 4000):
        browser = app.test_client()
        browser.set_cookie(COOKIE, forged)
        assert browser.get("/bureau").status_code in (303, 400), forged


@pytest.mark.backend("sqlite")
def test_the_cookie_of_the_forms_logs_nobody_in(
    app: Flask, log_in: Callable[[Role], FlaskClient]
) -> None:
    log_in(Role.ADMIN)
    signer = FormCookie().get_signing_serializer(app)
    assert signer is not None
    browser = app.test_client()
    browser.set_cookie("schakel_form", signer.dumps({"user_id": 1, "_user_id": "1"}))
    assert browser.get("/bureau").status_code == 303


def test_a_session_that_was_chosen_beforehand_is_not_used(
    story: Story, app: Flask, engine: Engine, clock: Clock
) -> None:
    with writing(engine) as session:
        user = session.scalars(select(UserAccount)).one()
        path = f"/inloggen/{issue_login_link(session, clock.now, user)}"
    victim = app.test_client()
    victim.set_cookie(COOKIE, "chosen-by-somebody-else")
    answer = victim.post(path, data=hidden_fields(victim.get(path).text))
    assert answer.status_code == 303
    cookie = victim.get_cookie(COOKIE)
    assert cookie is not None and cookie.value != "chosen-by-somebody-else"
    attacker = app.test_client()
    attacker.set_cookie(COOKIE, "chosen-by-somebody-else")
    assert attacker.get("/bureau").status_code == 303


def test_a_log_in_link_that_is_claimed_by_many_at_once_lets_one_in(
    story: Story, engine: Engine, clock: Clock
) -> None:
    with writing(engine) as session:
        token = issue_login_link(session, clock.now, session.scalars(select(UserAccount)).one())
    start = Barrier(AT_ONCE)

    def claim(_number: int) -> bool:
        start.wait(timeout=10)
        try:
            with writing(engine) as session:
                claim_login_link(session, clock.now, token, Visit(SessionLimits()))
        except DeadLink:
            return False
        return True

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert sum(pool.map(claim, range(AT_ONCE))) == 1
    assert len(stored_hashes(engine)) == 1
    with reading(engine) as session:
        assert session.scalars(select(LoginLink.used_at)).one() is not None


@pytest.mark.parametrize(
    ("purpose", "kind"),
    [(LinkPurpose.WITHDRAW, "withdraw"), (LinkPurpose.EVALUATE, "evaluation_answered")],
)
def test_a_link_that_is_used_by_many_at_once_counts_once(
    story: Story, app: Flask, engine: Engine, purpose: LinkPurpose, kind: str
) -> None:
    begun = story.closed() if purpose is LinkPurpose.EVALUATE else story.submitted()
    path = begun.link(purpose)
    answers = {"usefulness": "4", "would_use_again": "yes", "helped_decision": "no"}
    start = Barrier(AT_ONCE)

    def use(_number: int) -> int:
        browser = app.test_client()
        start.wait(timeout=10)
        return browser.post(path, data=answers).status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert set(pool.map(use, range(AT_ONCE))) == {303}
    with reading(engine) as session:
        query = select(func.count()).where(HistoryEvent.kind == kind)
        assert session.scalar(query) == 1
