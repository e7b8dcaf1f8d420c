"""A form that another site sends in somebody's name counts for nothing."""

from collections.abc import Callable
from hashlib import sha1, sha256

import pytest
from flask import Flask
from flask.sessions import session_json_serializer
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from service.domain.actor import Role
from service.domain.session_standing import Standing
from service.web import access
from tests.security.access_matrix import Asker, Objects, questions
from tests.web.filled_form import hidden_fields
from tests.web.story import Story

pytestmark = pytest.mark.backend("sqlite")

SIMPLE = [
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/plain",
]
"""What a form of another site can send without being asked by the browser first."""


def opens_for_an_administrator(who: access.Who) -> bool:
    """Say whether it is the session of an administrator that gives a page its power."""
    match who:
        case access.ForStaff(roles):
            return Role.ADMIN in roles
        case access.ForOneself(standings):
            return Standing.COMPLETE in standings
    return False


@pytest.mark.parametrize("content_type", SIMPLE)
def test_no_form_of_the_bureau_counts_without_its_token(
    app: Flask,
    story: Story,
    objects: Objects,
    browser_of: Callable[[Asker], tuple[FlaskClient, str]],
    content_type: str,
) -> None:
    browser, before = browser_of(Asker(Role.ADMIN))[0], story.rows()
    refused = {}
    for form in questions(app, objects):
        own = (form.method, form.kind) == ("POST", "own")
        if own and opens_for_an_administrator(form.rule.who):
            typed = {"revision": "1", "text": "x", "csrf_token": "verzonnen"}
            body = typed if content_type != "text/plain" else b"csrf_token=x"
            answer = browser.post(form.path, data=body, content_type=content_type)
            refused[form.endpoint] = answer.status_code
    assert len(refused) > 25 and set(refused.values()) == {400}
    assert story.rows() | {"attempt_count": 0} == before | {"attempt_count": 0}


def test_the_token_of_another_browser_does_not_count(
    story: Story, log_in: Callable[[Role], FlaskClient]
) -> None:
    story.submitted()
    one, other = log_in(Role.ADMIN), log_in(Role.COORDINATOR)
    theirs = hidden_fields(other.get("/bureau").text)["csrf_token"]
    assert one.post("/uitloggen", data={"csrf_token": theirs}).status_code == 400
    own = hidden_fields(one.get("/bureau").text)["csrf_token"]
    assert one.post("/uitloggen", data={"csrf_token": own}).status_code == 303


def cookie_signed(app: Flask, how: str, held: dict[str, str]) -> str:
    """Give a cookie of the forms as somebody might make it."""
    other_key = how == "another key"
    serializer = URLSafeTimedSerializer(
        "x" * 40 if other_key else app.secret_key,
        salt="cookie-session",
        serializer=session_json_serializer,
        signer_kwargs={
            "key_derivation": "hmac",
            "digest_method": sha1 if how == "sha1" else sha256,
        },
    )
    good = str(serializer.dumps(held))
    if how == "changed":
        return ("A" if good[0] != "A" else "B") + good[1:]
    return good.rpartition(".")[0] if how == "not signed" else good


@pytest.mark.parametrize(
    ("how", "counts"),
    [
        ("ours", True),
        ("changed", False),
        ("not signed", False),
        ("another key", False),
        ("sha1", False),
    ],
)
def test_a_cookie_of_the_forms_that_we_did_not_sign_counts_for_nothing(
    app: Flask, log_in: Callable[[Role], FlaskClient], how: str, counts: bool
) -> None:
    browser = log_in(Role.ADMIN)
    token = hidden_fields(browser.get("/bureau").text)["csrf_token"]
    held = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").loads(token)
    browser.set_cookie("schakel_form", cookie_signed(app, how, {"csrf_token": held}))
    answer = browser.post("/uitloggen", data={"csrf_token": token})
    assert answer.status_code == (303 if counts else 400)
