"""Requests that no browser of ours sends: always a Dutch page with a 4xx, never a 500."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.datastructures import MultiDict

from tests.web.filled_form import TYPED, filled
from tests.web.intake_walk import last_page
from tests.web.story import Story

FORM = "application/x-www-form-urlencoded"
RAW = [
    (b"situation=\xff\xfe\xe9", FORM, 400, "Uw tekst kwam niet goed aan"),
    (b"situation=%ff%fe", FORM, 400, "Uw tekst kwam niet goed aan"),
    (b"situation=a%00b", FORM, 400, "Uw tekst kwam niet goed aan"),
    (b"situation=" + b"x" * 400_000, FORM, 413, "Uw tekst is te groot"),
    (b"", FORM, 400, "Wij hebben nog niets opgeslagen"),
    (b"=&&&=", FORM, 400, "Wij hebben nog niets opgeslagen"),
    (b'{"situation": 1}', "application/json", 400, "Wij hebben nog niets opgeslagen"),
    (b"--x\r\nbroken", "multipart/form-data; boundary=x", 400, "Wij hebben nog niets"),
    (b"--x\r\n\r\n", "multipart/form-data", 400, "Wij hebben nog niets opgeslagen"),
]


@pytest.mark.parametrize(("body", "content_type", "status", "words"), RAW)
def test_a_broken_body_gives_a_dutch_page(
    client: FlaskClient, story: Story, body: bytes, content_type: str, status: int, words: str
) -> None:
    before = story.rows()
    answer = client.post("/aanvraag", data=body, content_type=content_type)

    assert answer.status_code == status
    assert '<html lang="nl"' in answer.text
    assert words in answer.text
    assert story.rows() == before


def test_text_that_a_database_cannot_keep_is_refused_in_a_file_form(
    client: FlaskClient, story: Story
) -> None:
    form = filled(client, situation="a\0b")
    answer = client.post("/aanvraag", data=form, content_type="multipart/form-data")
    assert answer.status_code == 400
    assert "teken dat niet kan" in answer.text


PATHS = [
    "/nergens",
    "/status/verzonnen",
    "/status/%00",
    "/status/%ff",
    "/status/" + "x" * 3000,
    "/uitnodiging/verzonnen",
    "/opdracht/verzonnen",
    "/opdracht/verzonnen/afspraak.ics",
    "/teruggeven/verzonnen",
    "/afwijzen/verzonnen",
    "/intrekken/verzonnen",
    "/heropenen/verzonnen",
    "/evaluatie/verzonnen",
    "/static/../app.py",
    "/aanvraag/ontvangen",
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_address_or_link_gives_a_dutch_page(
    client: FlaskClient, method: str, path: str
) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code in {404, 405}
    assert '<html lang="nl"' in answer.text


def test_a_page_that_cannot_be_posted_says_which_methods_it_has(client: FlaskClient) -> None:
    answer = client.post("/")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_another_host_name_is_refused(client: FlaskClient) -> None:
    answer = client.get("/aanvraag", headers={"Host": "kwaad.example"})
    assert answer.status_code == 400
    assert "kwaad.example" not in answer.text


def test_the_typed_text_is_never_in_the_log(
    client: FlaskClient, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    page, form = last_page(client)
    refused = client.post("/aanvraag", data=filled(client, phase="oorlog"))
    stored = client.post("/aanvraag", data=MultiDict(form.press("send").data()))

    text = str(TYPED["situation"])[:20]
    assert text in page.words and text in refused.text
    assert (refused.status_code, stored.status_code) == (400, 303)
    assert text not in caplog.text
