"""The privacy statement tells what GDPR art. 13 and 14 ask for, from what the program does."""

from collections import Counter
from dataclasses import replace
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from service.app import create_app
from service.config import Settings
from service.domain.responsible import Responsible
from service.domain.retention import RuleCode
from service.web.accountability.kept_data import NOT_ABOUT_PERSONS, OF_WHOM
from service.web.retention.retention_words import rule_lines

pytestmark = pytest.mark.backend("sqlite")

NAMED = Responsible("Gemeente Voorbeeld", "rechten@g.example", "fg@g.example")
ASKED_FOR = (
    "Gemeente Voorbeeld is verantwoordelijk",
    "mailto:rechten@g.example",
    "mailto:fg@g.example",
    "artikel 6, lid 1, onder e",
    "Wie krijgt uw gegevens?",
    "Hoe lang bewaren wij uw gegevens?",
    "binnen een maand antwoord",
    "uw gegevens te laten zien;",
    "fouten te verbeteren;",
    "gegevens te wissen;",
    "uw gegevens een tijd niet te gebruiken;",
    "bezwaar hebt",
    "https://autoriteitpersoonsgegevens.nl",
    "niet verplicht",
    "artikel 22 AVG",
    "van de organisatie waarvoor u meedoet",
    "Van een burgemeester ook de partij.",
    "Wet open overheid",
)


def test_each_rule_of_retention_is_told_once_or_left_out_knowingly() -> None:
    told = Counter(code for codes in OF_WHOM.values() for code in codes)
    assert set(told.values()) == {1}
    assert told.keys() | NOT_ABOUT_PERSONS == set(RuleCode)
    assert not told.keys() & NOT_ABOUT_PERSONS


def test_the_page_shows_how_long_from_the_rules(client: FlaskClient) -> None:
    page = unescape(client.get("/privacy").text).lower()
    shown = [line for line in rule_lines() if line.what.lower() in page]
    assert len(shown) == len(RuleCode) - len(NOT_ABOUT_PERSONS)
    assert all(line.how_long.lower() in page and line.why.lower() in page for line in shown)


def test_what_the_law_asks_for_is_told(settings: Settings, engine: Engine) -> None:
    client = create_app(replace(settings, responsible=NAMED), engine).test_client()
    page = unescape(client.get("/privacy").text)
    assert [told for told in ASKED_FOR if told not in page] == []


def test_no_officer_is_made_up(client: FlaskClient) -> None:
    assert "geen functionaris gegevensbescherming ingesteld" in client.get("/privacy").text


@pytest.mark.parametrize("path", ["/", "/aanvraag", "/inloggen"])
def test_each_page_and_the_form_lead_to_it(client: FlaskClient, path: str) -> None:
    links = client.get(path).text.count('href="/privacy"')
    assert links == (2 if path == "/aanvraag" else 1)
