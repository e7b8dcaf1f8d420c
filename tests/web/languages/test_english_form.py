"""Somebody who reads no Dutch asks for support, makes mistakes, and switches along the way."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from service.actions.mail.prepare_mail import prepare_mail
from service.database import writing
from service.mail.facts import Bureau
from service.storage.mail_link import LinkPurpose
from service.storage.request import SupportRequest
from tests.web.filled_form import TYPED, error_at, filled, hidden_fields
from tests.web.intake_walk import PATH, asked, form_of, last_page, opened, sent
from tests.web.languages.dutch_left import dutch_left
from tests.web.story import NOW, Story

pytestmark = pytest.mark.backend("sqlite")

BUREAU = Bureau("Bureau", "000-0000000", "schakel@bureau.example")


class EnglishReader(FlaskClient):
    """A browser in English; no page that it gets may have Dutch texts of the program."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        self.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en-GB,en;q=0.9"
        answer = super().open(*args, **kwargs)
        if answer.mimetype == "text/html" and not answer.location:
            assert '<html lang="en"' in answer.text
            assert dutch_left(answer.text) == []
        return answer


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    return EnglishReader(app, app.response_class)


def test_a_whole_request_in_english(reader: FlaskClient, engine: Engine) -> None:
    page, form = last_page(reader)
    assert "Is everything right? Then you can send the request below." in page.words
    assert "Thu 26 November 19:30" in page.words and "Peer sparring" in page.words
    answer = reader.post(PATH, data=MultiDict(form.press("send").data()))
    assert answer.status_code == 303
    receipt = reader.get(answer.location).text
    assert "Your request has been received" in receipt
    assert "The coordinator calls you" in receipt
    with Session(engine) as session:
        stored = session.query(SupportRequest).one()
        assert (stored.phase, stored.themes) == ("oplopende_spanningen", ["asielopvang"])


def test_the_mails_about_it_stay_dutch(reader: FlaskClient, engine: Engine) -> None:
    assert reader.post(PATH, data=filled(reader)).status_code == 303
    subjects = []
    with writing(engine) as session:
        while (prepared := prepare_mail(session, NOW, BUREAU, "http://127.0.0.1:8000")) is not None:
            subjects.append(prepared.message.subject if prepared.message else "")
    assert subjects and all("aanvraag" in subject.lower() for subject in subjects)


def test_mistakes_are_told_in_english(reader: FlaskClient) -> None:
    empty = {**hidden_fields(reader.get(PATH).text), "go": "send"}
    answer = reader.post(PATH, data=empty)
    assert answer.status_code == 400 and "<strong>Error:</strong>" in answer.text
    for field, wrong in {
        "municipality": "",
        "requester_email": "geen adres",
        "situation": "Bel Jan op 06-12345678.",
        "expected_moment_date": "2020-01-01",
        "themes": ["asielopvang", "religie", "jeugd-op-straat", "voetbal"],
        "declaration": "",
    }.items():
        answer = reader.post(PATH, data=filled(reader, **{field: wrong}))
        assert answer.status_code == 400, field


def test_another_language_halfway_keeps_what_was_typed(client: FlaskClient) -> None:
    page = opened(client)
    page = sent(client, page, urgency="U2", crisis_structure_active="no")
    assert "requester_name" in asked(page)
    form = form_of(page).fill(requester_name="Adviseur Een")
    answer = client.post(f"{PATH}?taal=en", data=MultiDict([*form.data(), ("go", "contact")]))
    assert answer.status_code == 200 and '<html lang="en"' in answer.text
    assert 'value="Adviseur Een"' in answer.text
    assert '<input type="hidden" name="urgency" value="U2">' in answer.text
    assert "schakel_language=en" in answer.headers["Set-Cookie"]
    assert "How urgent is it?" in client.get(PATH).text


def test_every_step_offers_the_other_language_without_losing_anything(client: FlaskClient) -> None:
    page = client.get(PATH).text
    button = f'form="aanvraag" formaction="{PATH}?taal=en" name="go" value="haste" lang="en"'
    assert button in page and 'action="/taal"' not in page


def test_the_pages_behind_links_and_their_mistakes(reader: FlaskClient, story: Story) -> None:
    story.invited()
    path = story.link(LinkPurpose.ANSWER)
    assert "Yes, I will help" in reader.get(path).text
    for act in ("ja", "nee"):
        answer = reader.post(f"{path}/{act}", data={})
        assert answer.status_code == 400
    status = story.link(LinkPurpose.STATUS)
    assert "This is how things stand" in reader.get(status).text
    assert reader.post(f"{status}/aanvulling", data={"text": ""}).status_code == 400
    assert reader.get("/status/verzonnen").status_code == 404


def test_what_came_in_wrong_is_told_in_english(reader: FlaskClient) -> None:
    assert "This page does not exist" in reader.get("/nergens").text
    assert "May somebody" in reader.post(PATH, data=filled(reader, neighbour_allowed="")).text
    answer = reader.post(PATH, data=TYPED | {"csrf_token": "verzonnen", "go": "send"})
    assert "We have stored nothing yet." in answer.text
    answer = reader.post(
        PATH, data=b"situation=%ff", content_type="application/x-www-form-urlencoded"
    )
    assert "We cannot read the characters." in answer.text
    assert error_at(answer.text, "situation") == ""
