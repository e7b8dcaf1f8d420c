"""Who goes on trying is stopped, told until when, and loses nothing that was typed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.domain.throttle import LIMITS, Attempt, Limit
from service.storage.mail_link import LinkPurpose
from tests.web.conftest import Clock
from tests.web.filled_form import filled
from tests.web.story import Story

pytestmark = pytest.mark.backend("sqlite")

TYPED = "Elke avond staan er boze bewoners"
TWO = Limit(2, timedelta(hours=1), urgent=4)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of everything, four where it is acute: what the numbers are matters elsewhere."""
    for kind in Attempt:
        monkeypatch.setitem(LIMITS, kind, TWO)


def behind_a_proxy(app: Flask, proxies: int = 1) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], trusted_proxies=proxies)


def send(client: FlaskClient, source: str = "203.0.113.9", **changes: str) -> int:
    form = filled(client, **changes)
    answer = client.post("/aanvraag", data=form, headers={"X-Forwarded-For": source})
    return answer.status_code


def test_a_flood_from_one_source_is_stopped_and_others_go_on(
    app: Flask, client: FlaskClient, story: Story, few: None
) -> None:
    behind_a_proxy(app)
    assert [send(client) for _number in range(3)] == [303, 303, 429]
    assert send(client, "203.0.113.10") == 303
    assert story.rows()["support_request"] == 3


def test_a_refused_request_stays_on_the_page(
    client: FlaskClient, story: Story, clock: Clock, few: None
) -> None:
    send(client), send(client)
    refused = client.post("/aanvraag", data=filled(client))
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3600")
    for part in (TYPED, "Uw aanvraag is nog niet verstuurd", "Bel 112", "000-0000000"):
        assert part in refused.text
    clock.now += TWO.within
    assert send(client) == 303


def test_what_is_acute_is_let_through_longer(client: FlaskClient, story: Story, few: None) -> None:
    assert [send(client) for _number in range(3)] == [303, 303, 429]
    assert [send(client, urgency="U1") for _number in range(3)] == [303, 303, 429]


def test_a_flood_from_everywhere_is_stopped(app: Flask, client: FlaskClient, story: Story) -> None:
    behind_a_proxy(app)
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], intake_per_hour=3)
    found = [send(client, f"203.0.113.{number}") for number in range(4)]
    assert found == [303, 303, 303, 429]
    assert send(client, "203.0.113.9", urgency="U1") == 303


def test_the_same_form_again_is_never_refused(
    client: FlaskClient, story: Story, clock: Clock, few: None
) -> None:
    form = filled(client)
    for _time in range(4):
        assert client.post("/aanvraag", data=form).status_code == 303
        clock.now += timedelta(seconds=1)
    assert story.rows()["support_request"] == 1


@pytest.mark.parametrize(
    ("proxies", "header", "stopped"),
    [
        (0, "198.51.100.{}", True),  # nobody is trusted, so the header says nothing
        (1, "198.51.100.{}, 203.0.113.9", True),  # what the visitor wrote stands on the left
        (1, "203.0.113.{}", False),
        (2, "198.51.100.{}, 203.0.113.9, 10.0.0.1", True),
        (2, "203.0.113.{}", True),  # shorter than our own proxies make it: not theirs
    ],
)
def test_a_source_cannot_be_invented(
    app: Flask, client: FlaskClient, few: None, proxies: int, header: str, stopped: bool
) -> None:
    behind_a_proxy(app, proxies)
    statuses = [
        client.get("/status/nooit", headers={"X-Forwarded-For": header.format(n)}).status_code
        for n in range(3)
    ]
    assert statuses == [404, 404, 429 if stopped else 404]


@pytest.mark.parametrize("path", ["/status/nooit", "/uitnodiging/nooit", "/inloggen/nooit"])
def test_guessing_links_ends_and_a_right_link_still_works(
    client: FlaskClient, story: Story, clock: Clock, few: None, path: str
) -> None:
    assert [client.get(path).status_code for _number in range(4)] == [404, 404, 429, 429]
    stopped = client.get(path)
    assert stopped.headers["Retry-After"] == "3600"
    assert "U kunt het opnieuw proberen na di 24 november" in stopped.text
    right = story.submitted().link(LinkPurpose.STATUS)
    assert client.get(right).status_code == 200
    clock.now += TWO.within
    assert client.get(path).status_code == 404


def test_links_that_somebody_asks_for(
    client: FlaskClient, story: Story, clock: Clock, few: None
) -> None:
    path = story.submitted().link(LinkPurpose.STATUS)
    statuses = []
    for _number in range(3):
        statuses.append(client.post(f"{path}/link", data={"purpose": "withdraw"}).status_code)
        clock.now += timedelta(minutes=11)
    assert statuses == [303, 303, 429]


def test_what_is_added_too_often_stays_in_the_field(
    client: FlaskClient, story: Story, few: None
) -> None:
    path = story.submitted().link(LinkPurpose.STATUS)
    for number in range(2):
        answer = client.post(f"{path}/aanvulling", data={"text": f"Nieuws {number}."})
        assert answer.status_code == 303
    refused = client.post(f"{path}/aanvulling", data={"text": "Nog meer nieuws."})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3600")
    assert "Nog meer nieuws." in refused.text and "Deze tekst hebben wij nog niet" in refused.text
    assert story.rows()["added_information"] == 2
