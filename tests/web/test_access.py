"""Every page has a rule, and the rule holds."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.domain.link_path import link_path
from service.storage.mail_link import LinkPurpose
from service.web import access
from tests.web.story import Story

pytestmark = pytest.mark.backend("sqlite")


def test_every_route_has_a_rule_and_every_rule_a_route(app: Flask) -> None:
    assert set(access.RULES) == {rule.endpoint for rule in app.url_map.iter_rules()}


def test_every_page_behind_a_link_takes_its_token_from_the_path(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if isinstance(access.RULES[rule.endpoint].who, access.ByLink):
            assert "token" in rule.arguments, rule


def test_a_route_without_a_rule_is_closed(own_app: Flask) -> None:
    own_app.add_url_rule("/vergeten", "vergeten", lambda: "geheim")
    answer = own_app.test_client().get("/vergeten")
    assert (answer.status_code, "geheim" in answer.text) == (403, False)


def test_staff_pages_lead_to_the_page_about_logging_in(app: Flask, client: FlaskClient) -> None:
    for rule in app.url_map.iter_rules():
        if isinstance(access.RULES[rule.endpoint].who, access.ForStaff):
            values = dict.fromkeys(rule.arguments, "1")
            path = app.url_map.bind("127.0.0.1").build(rule.endpoint, values, method=_any(rule))
            answer = client.open(path, method=_any(rule))
            assert (answer.status_code, answer.location) in {(303, "/inloggen"), (400, None)}, rule
    assert "link" in client.get("/inloggen").text


@pytest.mark.parametrize("purpose", list(LinkPurpose))
def test_a_link_opens_only_what_it_is_for(
    client: FlaskClient, story: Story, purpose: LinkPurpose
) -> None:
    path = story.consulting().closed().link(purpose)
    token = path.rpartition("/")[2]
    for other in LinkPurpose:
        status = client.get(link_path(other, token)).status_code
        assert (status == 404) is (other is not purpose), other


def _any(rule: object) -> str:
    methods: set[str] = rule.methods  # type: ignore[attr-defined]
    return "GET" if "GET" in methods else "POST"
