"""The language of a page: as the browser asks, unless somebody chose; and the switch below it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from service.app import create_app
from service.config import PRODUCTION, Settings
from service.domain.language import language
from service.storage.mail_link import LinkPurpose
from service.web.dashboard.numbers import length, number, share
from service.web.labels import listed
from service.web.languages.choice import asked_for
from service.web.local_time import day_text, moment_text
from tests.web.story import Story

pytestmark = pytest.mark.backend("sqlite")

SWITCH = "/taal"
EN = {"Accept-Language": "en-GB,en;q=0.9"}


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "nl"),
        ("nl", "nl"),
        ("en", "en"),
        ("en-US,en;q=0.9", "en"),
        ("nl-NL,nl;q=0.9,en-US;q=0.8,en;q=0.7", "nl"),
        ("en;q=0.4, nl;q=0.6", "nl"),
        ("en-GB, nl;q=0.5", "en"),
        ("de-DE, fr;q=0.9", "nl"),
        ("de, en;q=0.1", "en"),
        ("de, en;q=0", "nl"),
        ("*", "nl"),
        ("*, en;q=0.5", "nl"),
        ("en, *;q=0.5", "en"),
        ("EN", "en"),
        ("en_GB", "en"),
        ("enx", "nl"),
        ("en;q=veel", "nl"),
        (";;;,,q=", "nl"),
    ],
)
def test_a_browser_asks_for_a_language(client: FlaskClient, header: str, code: str) -> None:
    assert asked_for(parse_accept_header(header, LanguageAccept)) == code
    answer = client.get("/", headers={"Accept-Language": header})
    assert f'<html lang="{code}"' in answer.text
    assert answer.headers["Content-Language"] == code


@pytest.mark.parametrize("path", ["/", "/aanvraag", "/nergens", "/status/verzonnen", "/bureau"])
def test_nobody_keeps_a_page_for_a_reader_of_another_language(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(path, headers=EN)
    assert {"Accept-Language", "Cookie"} <= set(answer.vary)
    assert answer.headers["Cache-Control"] == "no-store"


def test_files_are_the_same_in_every_language(client: FlaskClient) -> None:
    with client.get("/static/schakel.css", headers=EN) as style:
        assert "Accept-Language" not in style.vary and "Content-Language" not in style.headers


def test_a_choice_goes_above_what_the_browser_asks(client: FlaskClient) -> None:
    answer = client.post(SWITCH, data={"language": "en", "back": "/aanvraag"})
    assert (answer.status_code, answer.location) == (303, "/aanvraag")
    assert "How urgent is it?" in client.get("/aanvraag", headers={"Accept-Language": "nl"}).text
    client.post(SWITCH, data={"language": "nl", "back": "/"})
    assert "Hoeveel haast" in client.get("/aanvraag", headers=EN).text


def test_the_switch_offers_the_other_language_and_this_page(client: FlaskClient) -> None:
    page = client.get("/inloggen?uit=1").text
    assert 'lang="en">English</button>' in page and "Nederlands" not in page
    assert '<input type="hidden" name="back" value="/inloggen?uit=1">' in page
    page = client.get("/inloggen", headers=EN).text
    assert 'lang="nl">Nederlands</button>' in page and "English" not in page


def test_a_page_behind_a_link_needs_no_cookie_before_the_switch(
    client: FlaskClient, story: Story
) -> None:
    path = story.invited().link(LinkPurpose.ANSWER)
    assert client.post(SWITCH, data={"language": "en", "back": path}).location == path
    assert "Can you help a municipality?" in client.get(path).text


@pytest.mark.parametrize(
    "back",
    [
        "",
        "https://kwaad.example/",
        "//kwaad.example/",
        "/\\kwaad.example",
        "\\\\kwaad.example",
        "/%0d%0aX: 1\r\nX: 1",
        "javascript:alert(1)",
        "aanvraag",
        "/nergens",
        "/static/schakel.css",
        "/uitloggen",
        "///kwaad.example/aanvraag",
        "/[",
    ],
)
def test_the_switch_leads_to_our_own_pages_only(client: FlaskClient, back: str) -> None:
    answer = client.post(SWITCH, data={"language": "en", "back": back})
    assert (answer.status_code, answer.location) == (303, "/")


@pytest.mark.parametrize("code", ["", "de", "EN", "nl; Path=/"])
def test_another_language_is_not_there(client: FlaskClient, code: str) -> None:
    answer = client.post(SWITCH, data={"language": code, "back": "/"})
    assert answer.status_code == 400 and "Set-Cookie" not in answer.headers
    client.set_cookie("schakel_language", code)
    assert '<html lang="nl"' in client.get("/").text


def test_a_forged_page_changes_nothing_by_a_link(client: FlaskClient) -> None:
    assert client.get(SWITCH).status_code == 405
    assert "Set-Cookie" not in client.get("/?taal=en").headers


def test_the_cookie_is_bound_to_the_host_and_says_nothing_else(
    settings: Settings, engine: Engine, reference_data: None
) -> None:
    live = replace(
        settings, environment=PRODUCTION, base_url="https://schakel.example", secret_key="x" * 40
    )
    client = create_app(live, engine).test_client()
    answer = client.post(SWITCH, data={"language": "en"}, base_url="https://schakel.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-schakel_language=en;")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie


def test_the_language_ends_with_the_page(app: Flask, client: FlaskClient) -> None:
    client.get("/", headers=EN)
    assert language() == "nl"
    with app.test_request_context("/", headers=EN):
        app.preprocess_request()
        assert language() == "en"
    assert language() == "nl"


@pytest.mark.parametrize(
    ("header", "moment", "day", "figures"),
    [
        ("nl", "di 24 november 14.30 uur", "dinsdag 24 november 2026", ("1.234", "8%", "1,6 uur")),
        ("en", "Tue 24 November 14:30", "Tuesday 24 November 2026", ("1,234", "8%", "1.6 hours")),
    ],
)
def test_times_and_numbers_in_the_form_of_the_reader(
    app: Flask, header: str, moment: str, day: str, figures: tuple[str, ...]
) -> None:
    at = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
    with app.test_request_context("/", headers={"Accept-Language": header}):
        app.preprocess_request()
        assert moment_text(at) == moment
        assert day_text(at.date()) == day
        assert (number(1234), share(0.08), length(at - at.replace(hour=11, minute=54))) == figures
        assert listed(["a", "b", "c"]) == ("a, b and c" if header == "en" else "a, b en c")
