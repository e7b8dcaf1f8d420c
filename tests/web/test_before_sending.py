"""What a requester hears before sending: by when, whom to call first, whether it is urgent."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, update

from service.database import reading, writing
from service.domain.urgency import Urgency
from service.rehearsal.html_page import read_page
from service.storage.mail_link import LinkPurpose
from service.storage.referral import ReferralTarget
from service.web.intake.promises import called_back_by, steps_if_sent
from tests.web.conftest import Clock
from tests.web.filled_form import filled
from tests.web.intake_walk import last_page, opened, walked_to
from tests.web.story import NOW, Story

pytestmark = pytest.mark.backend("sqlite")


def due_lines(words: str) -> list[str]:
    return [part[:30] for part in words.split("Uiterlijk ")[1:]]


@pytest.mark.parametrize("urgency", [urgency.value for urgency in Urgency])
@pytest.mark.parametrize("changes", [{}, {"mayor_informed": "no"}])
@pytest.mark.parametrize("hours", [0, 9, 24 * 4])
def test_what_is_promised_before_sending_is_what_the_receipt_says(
    client: FlaskClient,
    story: Story,
    clock: Clock,
    urgency: str,
    changes: dict[str, str],
    hours: int,
) -> None:
    story.staff_the_duty()
    clock.now += timedelta(hours=hours)
    known = {"expected_moment_date": "2026-12-24", "urgency": urgency, **changes}
    page, _form = last_page(client, **known)
    promised = due_lines(page.words)
    assert len(promised) == (2 if changes else 4)
    client.post("/aanvraag", data=filled(client, **known))
    receipt = read_page(200, "", client.get("/aanvraag/ontvangen").text)
    assert due_lines(receipt.words) == promised


def test_the_first_page_says_for_each_urgency_by_when_somebody_calls(
    client: FlaskClient, story: Story
) -> None:
    words = opened(client).words
    assert "binnen 24 uur steun nodig. U2" in words
    assert "De coördinator belt uiterlijk di 24 november 12.00 uur." in words
    story.staff_the_duty()
    assert "De coördinator belt uiterlijk di 24 november 10.30 uur." in opened(client).words


def test_nothing_is_promised_to_an_acute_request_that_nobody_will_see(
    engine: Engine, reference_data: None
) -> None:
    with reading(engine) as session:
        assert steps_if_sent(session, NOW, Urgency.U1, held=False) == []
        assert set(called_back_by(session, NOW)) == {Urgency.U2, Urgency.U3, Urgency.U4}


def test_the_numbers_of_what_was_ticked_come_at_once_and_before_sending(
    client: FlaskClient,
) -> None:
    ticked = {"referral_signals": ["acute-danger"], "crisis_structure_active": "yes"}
    for field in ("municipality", "declaration"):
        words = walked_to(client, field, **ticked).words
        assert "Bel nu eerst" in words and "112 / politie" in words
        assert "gemeentelijke crisisstructuur en veiligheidsregio" in words
    assert "Wij zoeken dan nog geen deskundige." in words
    assert "Bel nu eerst" not in walked_to(client, "declaration").words


@pytest.mark.parametrize(
    ("number", "checked_on", "words"),
    [
        ("030-1234567", NOW.date(), "(nummer nagekeken op dinsdag 24 november 2026)"),
        ("030-1234567", None, "(nummer nog niet nagekeken)"),
        ("via het bureau", None, "(wij verbinden u door)"),
    ],
)
def test_a_number_says_when_it_was_checked(
    client: FlaskClient,
    engine: Engine,
    story: Story,
    number: str,
    checked_on: object,
    words: str,
) -> None:
    story.staff_the_duty()
    with writing(engine) as session:
        session.execute(
            update(ReferralTarget)
            .where(ReferralTarget.signal == "crime-tip")
            .values(phone=number, checked_on=checked_on)
        )
    assert words in walked_to(client, "municipality", referral_signals=["crime-tip"]).words


@pytest.mark.parametrize("staffed", [True, False])
def test_nobody_is_promised_to_be_put_through_while_nobody_is_on_duty(
    client: FlaskClient, story: Story, staffed: bool
) -> None:
    if staffed:
        story.staff_the_duty()
    ticked = {"crisis_structure_active": "yes", "referral_signals": ["crime-tip"]}
    pages = [opened(client).words, walked_to(client, "municipality", **ticked).words]
    client.post("/aanvraag", data=filled(client, **ticked))
    pages += [client.get("/aanvraag/ontvangen").text]
    story.submitted(crisis_structure_active=True)
    pages += [client.get(story.link(LinkPurpose.STATUS)).text]
    for page in pages:
        assert "gemeentelijke crisisstructuur en veiligheidsregio" in page
        assert ("(wij verbinden u door)" in page) is staffed
        assert ("Wij kunnen u nu niet doorverbinden." in page) is not staffed


def test_a_party_with_a_number_of_its_own_needs_nobody_on_duty(client: FlaskClient) -> None:
    words = walked_to(client, "municipality", referral_signals=["acute-danger"]).words
    assert "112 / politie" in words and "niet doorverbinden" not in words


def test_a_signal_in_the_text_is_told_before_sending(client: FlaskClient) -> None:
    words = last_page(client, situation="Onze wethouder wordt sinds maandag bedreigd.")[0].words
    assert "Een van ons leest eerst uw tekst" in words
    assert "Ondersteuningsteam Weerbaar Bestuur" in words
    assert "Wij zoeken dan nog geen deskundige." in words


def test_what_may_be_a_name_is_told_before_sending_and_stops_nobody(client: FlaskClient) -> None:
    named = {"situation": "Mehmet Kaya uit de straat roept op tot een actie."}
    page = last_page(client, **named)[0]
    assert "In uw tekst staat misschien een naam: Mehmet Kaya." in page.words
    assert "misschien een naam" not in last_page(client)[0].words
    assert client.post("/aanvraag", data=filled(client, **named)).status_code == 303


UNKNOWN = {"expected_moment_date": "", "expected_moment_time": "", "expected_moment_unknown": "yes"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({**UNKNOWN, "urgency": "U3", "question": "Vanavond is de raad. Wat nu?"}, "‘Vanavond’"),
        ({"urgency": "U4"}, "U verwacht dat er snel iets gebeurt."),
        ({**UNKNOWN, "urgency": "U1", "question": "Vanavond is de raad. Wat nu?"}, ""),
        ({"urgency": "U1"}, ""),
    ],
)
def test_more_haste_than_was_chosen_is_asked_about(
    client: FlaskClient, changes: dict[str, str], words: str
) -> None:
    page = last_page(client, **changes)[0]
    assert ("Klopt dat?" in page.words) is bool(words)
    assert words in page.words


def test_no_mandate_is_told_before_sending(client: FlaskClient) -> None:
    words = last_page(client, mayor_informed="no")[0].words
    assert "Wij beginnen pas als de burgemeester ervan weet." in words


def test_the_receipt_has_something_to_read_and_can_be_printed(client: FlaskClient) -> None:
    client.post("/aanvraag", data=filled(client))
    receipt = client.get("/aanvraag/ontvangen").text
    assert "Dit kunt u alvast lezen" in receipt and "Handelingskader" in receipt
    assert "‘Afdrukken’" in receipt and "data-print hidden" in receipt
