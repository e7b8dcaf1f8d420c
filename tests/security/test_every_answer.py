"""Headers and cookies of every kind of answer in production: a page, a file, a refusal, a fault."""

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from service.actions.accounts.issue_login_link import issue_login_link
from service.app import BODY_LIMIT, create_app
from service.config import read_settings
from service.database import writing
from service.domain.actor import Role
from service.domain.throttle import LIMITS, Attempt
from service.storage.mail_link import LinkPurpose
from service.storage.user_account import LoginLinkPurpose, UserAccount
from tests.security.crawler import Page
from tests.test_config import PRODUCTION
from tests.web.conftest import Clock
from tests.web.filled_form import hidden_fields
from tests.web.story import Story

pytestmark = pytest.mark.backend("sqlite")

BASE = PRODUCTION["BASE_URL"]
POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


@pytest.fixture
def live(engine: Engine, story: Story, clock: Clock, tmp_path: Path) -> Flask:
    """The application as it runs in production."""
    app = create_app(read_settings(PRODUCTION | {"SCHAKEL_DATA_DIR": str(tmp_path)}), engine)
    app.config["CLOCK"] = clock
    return app


def set_up_path(engine: Engine, clock: Clock, role: Role) -> str:
    with writing(engine) as session:
        user = UserAccount(name="Collega", email=f"{role}@bureau.nl", role=role)
        session.add(user)
        session.flush()
        token = issue_login_link(session, clock.now, user, LoginLinkPurpose.SET_UP)
        return f"/inloggen/{token}"


def password_chosen(browser: FlaskClient, path: str) -> TestResponse:
    """Choose a password, as somebody with a new account does."""
    hidden = hidden_fields(browser.get(path, base_url=BASE).text)
    typed = {"password": "zes paarse fietsen", "password_again": "zes paarse fietsen"}
    return browser.post(path, data=hidden | typed, base_url=BASE)


def policy_of(answer: TestResponse) -> dict[str, str]:
    parts = answer.headers["Content-Security-Policy"].split(";")
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in parts)


def guarded(
    answer: TestResponse, *, kind: str = "", may_be_kept: bool = False, live: bool = True
) -> None:
    """See that the answer has all its headers; `live`: as in production."""
    headers = answer.headers
    assert policy_of(answer) == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers.get("Strict-Transport-Security") == ("max-age=31536000" if live else None)
    assert (headers["Cache-Control"] == "no-store") is not may_be_kept
    assert "Server" not in headers and "X-Powered-By" not in headers
    assert "Access-Control-Allow-Origin" not in headers
    if answer.get_data():
        page = answer.text.lstrip().lower().startswith("<!doctype html")
        assert answer.mimetype == (kind or ("text/html" if page else "text/plain"))
        assert answer.mimetype_params["charset"] == "utf-8"


def sent(browser: FlaskClient, body: bytes) -> TestResponse:
    form = "application/x-www-form-urlencoded"
    return browser.post("/aanvraag", data=body, content_type=form, base_url=BASE)


ASKED: dict[str, Callable[[FlaskClient], TestResponse]] = {
    "200": lambda browser: browser.get("/aanvraag", base_url=BASE),
    "200 head": lambda browser: browser.head("/aanvraag", base_url=BASE),
    "200 options": lambda browser: browser.options("/aanvraag", base_url=BASE),
    "303": lambda browser: browser.get("/bureau", base_url=BASE),
    "303 another host": lambda browser: browser.get(
        "/bureau", base_url=BASE, headers={"X-Forwarded-Host": "kwaad.example"}
    ),
    "308": lambda browser: browser.get("//aanvraag", base_url=BASE),
    "400 form": lambda browser: browser.post("/aanvraag", base_url=BASE),
    "400 csrf": lambda browser: browser.post("/uitloggen", base_url=BASE),
    "400 text": lambda browser: sent(browser, b"a=%ff"),
    "400 host": lambda browser: browser.get("/aanvraag", base_url="https://kwaad.example"),
    "404": lambda browser: browser.get("/nergens", base_url=BASE),
    "404 link": lambda browser: browser.get("/status/nooit", base_url=BASE),
    "404 file": lambda browser: browser.get("/static/nergens.css", base_url=BASE),
    "405": lambda browser: browser.delete("/aanvraag", base_url=BASE),
    "413": lambda browser: sent(browser, b"a=" + b"x" * BODY_LIMIT),
    "503 health": lambda browser: browser.get("/health", base_url=BASE),
}


@pytest.mark.parametrize("name", ASKED)
def test_every_answer_is_guarded(live: Flask, name: str) -> None:
    answer = ASKED[name](live.test_client())
    assert answer.status_code == int(name[:3])
    guarded(answer)


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("schakel.css", "text/css"),
        ("live.js", "text/javascript"),
        ("schakel.svg", "image/svg+xml"),
    ],
)
def test_files_are_guarded_too(live: Flask, file: str, kind: str) -> None:
    with live.test_client().get(f"/static/{file}", base_url=BASE) as answer:
        guarded(answer, kind=kind, may_be_kept=True)
        assert "Set-Cookie" not in answer.headers
        known = {"If-None-Match": answer.headers["ETag"]}
    with live.test_client().get(f"/static/{file}", base_url=BASE, headers=known) as answer:
        assert answer.status_code == 304
        guarded(answer, may_be_kept=True)


def test_downloads_and_a_second_answer_are_guarded_too(
    story: Story, client: FlaskClient, log_in: Callable[[Role], FlaskClient]
) -> None:
    log = log_in(Role.ADMIN).get("/bureau/logboek/bestand")
    appointment = client.get(story.accepted().link(LinkPurpose.ASSIGNMENT) + "/afspraak.ics")
    declined = client.post(story.link(LinkPurpose.ANSWER) + "/nee", data={"reason": "no_time"})
    for answer, status, kind in (
        (log, 200, "text/csv"),
        (appointment, 200, "text/calendar"),
        (declined, 409, ""),
    ):
        assert answer.status_code == status
        guarded(answer, kind=kind, live=False)


def test_files_that_are_made_say_what_they_are(
    story: Story, log_in: Callable[[Role], FlaskClient]
) -> None:
    calendar = story.accepted().link(LinkPurpose.ASSIGNMENT)
    browser = log_in(Role.ADMIN)
    for path, kind in (
        (f"{calendar}/afspraak.ics", "text/calendar"),
        ("/bureau/logboek/bestand", "text/csv"),
        ("/huisstijl.css", "text/css"),
        ("/health", "text/plain"),
    ):
        answer = browser.get(path)
        assert (answer.mimetype, answer.mimetype_params["charset"]) == (kind, "utf-8")


def test_pages_behind_a_link_and_too_many_tries(
    live: Flask, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = live.test_client()
    story.consulting().closed()
    for purpose in LinkPurpose:
        answer = browser.get(story.link(purpose), base_url=BASE)
        assert answer.status_code in (200, 409, 410)
        guarded(answer)
    monkeypatch.setitem(LIMITS, Attempt.LINK, replace(LIMITS[Attempt.LINK], most=1))
    browser.get("/status/nooit", base_url=BASE)
    answer = browser.get("/status/nooit", base_url=BASE)
    assert answer.status_code == 429
    guarded(answer)


def test_a_fault_is_guarded_and_tells_nothing(live: Flask) -> None:
    live.config["CLOCK"] = lambda: 1 / 0
    answer = live.test_client().get("/aanvraag", base_url=BASE)
    assert answer.status_code == 500
    guarded(answer)
    assert "ZeroDivision" not in answer.text and "Traceback" not in answer.text


def test_production_has_no_means_of_debugging(live: Flask) -> None:
    assert not live.debug and not live.testing
    assert not live.config["PROPAGATE_EXCEPTIONS"] and not live.config["EXPLAIN_TEMPLATE_LOADING"]
    assert live.jinja_env.undefined.__name__ != "DebugUndefined"
    for path in ("/console", "/?__debugger__=yes&cmd=resource&f=style.css", "/_debug"):
        assert live.test_client().get(path, base_url=BASE).status_code in (200, 404)
        assert "Werkzeug" not in live.test_client().get(path, base_url=BASE).text


@pytest.mark.parametrize(
    "path",
    [
        "/.git/HEAD",
        "/.git/config",
        "/static/.git/HEAD",
        "/static/../../.git/HEAD",
        "/.svn/entries",
        "/.env",
        "/pyproject.toml",
        "/var/schakel.sqlite3",
    ],
)
def test_no_file_beside_the_public_ones_is_served(live: Flask, path: str) -> None:
    answer = live.test_client().get(path, base_url=BASE)
    assert answer.status_code == 404
    guarded(answer)


def test_nothing_describes_or_measures_the_program_in_public(live: Flask) -> None:
    """The sign of life tells codes of ours; there is no other page for machines."""
    answer = live.test_client().get("/health", base_url=BASE)
    assert re.fullmatch(r"(?:[a-z_]+\n)+", answer.text), answer.text
    words = ("openapi", "swagger", "metrics", "debug", "docs", "status.json", "admin", "version")
    for rule in live.url_map.iter_rules():
        assert not any(word in rule.rule for word in words), rule
        assert not rule.websocket


def test_pages_of_the_bureau_and_what_a_role_may_not_see(
    live: Flask, engine: Engine, clock: Clock, story: Story
) -> None:
    browser = live.test_client()
    path = set_up_path(engine, clock, Role.PARTNER_CONTACT)
    guarded(password_chosen(browser, path))
    for page, status in (("/bureau/deskundigen", 200), ("/bureau/piket", 403), (path, 410)):
        answer = browser.get(page, base_url=BASE)
        assert answer.status_code == status
        guarded(answer)


def test_cookies_are_bound_to_this_host(
    live: Flask, engine: Engine, clock: Clock, story: Story
) -> None:
    """RFC 6265bis: `__Host-` asks for Secure, Path=/ and no Domain."""
    browser = live.test_client()
    path = set_up_path(engine, clock, Role.ADMIN)
    answers = [
        browser.get(path, base_url=BASE),
        browser.post("/taal", data={"language": "en", "back": "/"}, base_url=BASE),
        password_chosen(browser, path),
    ]
    cookies = [cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")]
    names = {cookie.partition("=")[0] for cookie in cookies}
    assert names == {"__Host-schakel_form", "__Host-schakel_language", "__Host-schakel_session"}
    for cookie in cookies:
        parts = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= parts
        assert not any(part.startswith("domain") for part in parts)


def test_only_the_preview_of_a_mail_names_styles_of_its_own(
    app: Flask, story: Story, log_in: Callable[[Role], FlaskClient]
) -> None:
    """Its one style sheet, by hash: nothing else styles that page or runs on it."""
    browser = log_in(Role.ADMIN)
    for kind in ("receipt", "invitation"):
        answer = browser.get(f"/bureau/mailteksten/{kind}")
        policy = policy_of(answer)
        own, *hashes = policy.pop("style-src").split()
        assert policy == {name: value for name, value in POLICY.items() if name != "style-src"}
        frames = [attrs["srcdoc"] for tag, attrs in Page(answer.text).elements if "srcdoc" in attrs]
        sheets = {sheet for html in frames for sheet in re.findall("<style>(.*?)</style>", html)}
        digests = {b64encode(sha256(sheet.encode()).digest()).decode() for sheet in sheets}
        assert own == "'self'" and set(hashes) == {f"'sha256-{digest}'" for digest in digests}
        assert frames and not any(" style=" in html for html in frames)
        assert all(".mail-1 { margin:0;padding:24px;" in sheet for sheet in sheets)
