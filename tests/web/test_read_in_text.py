"""A signal in the text of a requester: a person looks first, and here is whom to call."""

import pytest
from flask.testing import FlaskClient

from service.database import writing
from service.storage.mail_link import LinkPurpose
from tests.sample_case import store_run
from tests.web.filled_form import filled, hidden_fields
from tests.web.story import Story

THREAT = "Onze wethouder wordt sinds maandag bedreigd."
LOOKS = "Een van ons leest eerst uw tekst"


def test_the_receipt_says_who_looks_and_whom_to_call(client: FlaskClient, story: Story) -> None:
    answer = client.post("/aanvraag", data=filled(client, situation=THREAT))
    assert answer.status_code == 303, answer.text
    page = client.get(answer.headers["Location"]).text
    assert LOOKS in page and "Ondersteuningsteam Weerbaar Bestuur" in page
    assert "Bel nu eerst" not in page and "wordt sinds maandag" not in page


def test_a_ticked_signal_is_not_told_twice(client: FlaskClient, story: Story) -> None:
    typed = filled(client, situation=THREAT, referral_signals=["threatened-official"])
    page = client.get(client.post("/aanvraag", data=typed).headers["Location"]).text
    assert "Bel nu eerst" in page and LOOKS not in page


def test_the_status_page_shows_the_numbers_while_it_is_held(
    client: FlaskClient, story: Story
) -> None:
    page = client.get(story.submitted(situation=THREAT).link(LinkPurpose.STATUS)).text
    assert "Uw aanvraag staat even stil. Een van ons leest eerst uw tekst." in page
    assert LOOKS in page and "Ondersteuningsteam Weerbaar Bestuur" in page
    assert "Wij kijken eerst of een andere partij u beter kan helpen." in page


def test_a_ticked_signal_shows_its_number_on_the_status_page(
    client: FlaskClient, story: Story
) -> None:
    story.submitted(referral_signals=("crime-tip",))
    page = client.get(story.link(LinkPurpose.STATUS)).text
    assert "Bel eerst" in page and "Meld Misdaad Anoniem" in page and LOOKS not in page


def test_an_addition_with_a_signal_holds_the_request(client: FlaskClient, story: Story) -> None:
    link = story.submitted().link(LinkPurpose.STATUS)
    page = client.get(link).text
    assert LOOKS not in page
    answer = client.post(f"{link}/aanvulling", data=hidden_fields(page) | {"text": THREAT})
    assert answer.status_code == 303
    assert LOOKS in client.get(link).text
    assert story.request().held


@pytest.mark.parametrize(
    ("found", "title"),
    [
        ([{"id": "K31", "chance": 0.5}], "Handreiking online onderzoek"),
        ([], "Handelingskader maatschappelijke onrust"),
    ],
)
def test_the_requester_gets_something_to_read(
    client: FlaskClient, story: Story, found: list[dict[str, object]], title: str
) -> None:
    story.submitted()
    with writing(story.engine) as session:
        store_run(session, story.request_id, knowledge=found)
    page = client.get(story.link(LinkPurpose.STATUS)).text
    assert "Dit kunt u alvast lezen" in page and title in page
    assert "Deze link is nog niet nagekeken." in page
