"""The status page: where it stands, adding information, asking for a link."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.actions.matching.approve_list import approve_list
from service.actions.requests.ask_requester import ask_requester
from service.actions.requests.end_request import close_request
from service.actions.requests.record_call_back import record_call_back
from service.actions.requests.refer_on import refer_on
from service.domain.request_status import Status
from service.storage.added_information import AddedInformation
from service.storage.mail_link import LinkPurpose
from service.storage.outbox_mail import OutboxMail
from service.web.status.words import WORDS
from tests.web.filled_form import error_at
from tests.web.story import NOW, SUMMARY, Story

pytestmark = pytest.mark.backend("sqlite")


def mails(story: Story, kind: str) -> list[OutboxMail]:
    with Session(story.engine) as session:
        return list(session.scalars(select(OutboxMail).where(OutboxMail.kind == kind)))


def test_every_state_has_its_words() -> None:
    assert set(WORDS) == set(Status)


def test_a_new_request_waits_for_the_bureau(client: FlaskClient, story: Story) -> None:
    page = client.get(story.submitted().link(LinkPurpose.STATUS)).text

    assert story.request().reference in page
    assert "De coördinator belt u" in page
    assert "Wij zijn aan zet" in page
    assert "di 24 november 12.00 uur" in page
    assert "U hebt de aanvraag verstuurd." in page
    assert story.request().situation not in page


def test_a_held_request_says_that_it_stands_still(client: FlaskClient, story: Story) -> None:
    path = story.submitted(crisis_structure_active=True).link(LinkPurpose.STATUS)
    assert "Uw aanvraag staat stil" in client.get(path).text


@pytest.mark.parametrize(
    ("urgency", "staffed", "warned"),
    [("U1", False, True), ("U1", True, False), ("U2", False, False)],
)
def test_an_acute_request_hears_whom_to_call_while_nobody_is_on_duty(
    client: FlaskClient, story: Story, urgency: str, staffed: bool, warned: bool
) -> None:
    if staffed:
        story.staff_the_duty()
    page = client.get(story.submitted(urgency=urgency).link(LinkPurpose.STATUS)).text
    assert ("Er is nu niemand van ons oproepbaar" in page) is warned
    assert ("piketlijn van het NGB" in page) is warned


def test_an_invited_expert_is_not_named(client: FlaskClient, story: Story) -> None:
    page = client.get(story.invited().link(LinkPurpose.STATUS)).text
    assert "wachten op antwoord" in page
    assert "Deskundige 1" not in page


def test_the_expert_is_named_after_the_yes(client: FlaskClient, story: Story) -> None:
    page = client.get(story.accepted().link(LinkPurpose.STATUS)).text
    assert "Deskundige 1" in page and "Politieacademie" in page
    assert "wo 25 november 10.00 uur" in page
    assert "deskundige-1@partner.example" not in page


def test_a_referred_request_names_the_party(client: FlaskClient, story: Story) -> None:
    path = story.submitted().act(refer_on, "policy-general").link(LinkPurpose.STATUS)
    assert "Expertise-unit Sociale Stabiliteit" in client.get(path).text


def test_an_answer_to_a_question_starts_the_clock_again(client: FlaskClient, story: Story) -> None:
    story.submitted().act(record_call_back).act(ask_requester, "Hoeveel mensen?")
    path = story.link(LinkPurpose.STATUS)
    page = client.get(path).text
    assert "U bent aan zet" in page and "Hoeveel mensen?" in page

    answer = client.post(f"{path}/aanvulling", data={"text": "Ongeveer 200."})

    assert (answer.status_code, answer.location) == (303, path)
    assert story.request().status == Status.ACKNOWLEDGED
    page = client.get(path).text
    assert "Wij hebben uw aanvulling ontvangen" in page and "Ongeveer 200." in page


def test_the_same_addition_twice_is_stored_once(client: FlaskClient, story: Story) -> None:
    path = story.submitted().link(LinkPurpose.STATUS)
    for _ in range(2):
        client.post(f"{path}/aanvulling", data={"text": "Ongeveer 200."})
    with Session(story.engine) as session:
        assert len(session.scalars(select(AddedInformation)).all()) == 1


WRONG = [
    ("", "Vul in wat u wilt toevoegen."),
    ("  \n", "Vul in wat u wilt toevoegen."),
    ("x" * 5001, "Maak dit korter"),
    ("bel 06-12345678", "Hier lijken persoonsgegevens te staan"),
    ("\x07", "Hier staat een teken dat niet kan"),
]


@pytest.mark.parametrize(("text", "error"), WRONG)
def test_a_wrong_addition_is_refused_and_kept_in_the_field(
    client: FlaskClient, story: Story, text: str, error: str
) -> None:
    path = story.submitted().link(LinkPurpose.STATUS)
    before = story.rows()
    answer = client.post(f"{path}/aanvulling", data={"text": text})

    assert answer.status_code == 400
    assert error_at(answer.text, "text").startswith(error)
    assert text.strip() in answer.text
    assert story.rows() == before


def test_a_false_alarm_in_an_addition_can_be_confirmed(client: FlaskClient, story: Story) -> None:
    path = story.submitted().link(LinkPurpose.STATUS)
    text = "Zaaknummer 111222333."
    page = client.post(f"{path}/aanvulling", data={"text": text}).text
    key = re.findall(r'name="false_alarm" value="([^"]+)"', page)
    answer = client.post(f"{path}/aanvulling", data={"text": text, "false_alarm": key})
    assert answer.status_code == 303


def test_a_link_to_withdraw_is_mailed_once_in_ten_minutes(
    client: FlaskClient, story: Story
) -> None:
    path = story.submitted().link(LinkPurpose.STATUS)
    for _ in range(2):
        answer = client.post(f"{path}/link", data={"purpose": "withdraw"})
        assert answer.status_code == 303
    assert [mail.facts for mail in mails(story, "act_link")] == [{"purpose": "withdraw"}]

    client.application.config["CLOCK"].now = NOW + timedelta(minutes=11)
    client.post(f"{path}/link", data={"purpose": "withdraw"})
    assert len(mails(story, "act_link")) == 2
    assert story.request().status == Status.SUBMITTED


@pytest.mark.parametrize(
    ("purpose", "status"), [("reopen", 409), ("answer", 400), ("", 400), ("\x00", 400)]
)
def test_a_link_that_does_not_fit_is_refused(
    client: FlaskClient, story: Story, purpose: str, status: int
) -> None:
    path = story.submitted().link(LinkPurpose.STATUS)
    assert client.post(f"{path}/link", data={"purpose": purpose}).status_code == status
    assert mails(story, "act_link") == []


def test_an_ended_request_takes_no_additions_and_can_be_reopened(
    client: FlaskClient, story: Story
) -> None:
    path = story.submitted().act(record_call_back).act(close_request).link(LinkPurpose.STATUS)
    page = client.get(path).text
    assert "Iets toevoegen" not in page and "heropenen" in page
    answer = client.post(f"{path}/aanvulling", data={"text": "Toch nog iets"})
    assert answer.status_code == 409
    assert client.post(f"{path}/link", data={"purpose": "reopen"}).status_code == 303


def test_an_expired_link_says_so(client: FlaskClient, story: Story) -> None:
    path = story.submitted().link(LinkPurpose.STATUS, lasts=timedelta(hours=1))
    client.application.config["CLOCK"].now = NOW + timedelta(hours=1)
    answer = client.get(path)
    assert answer.status_code == 410 and "verlopen" in answer.text


def test_looking_changes_nothing(client: FlaskClient, story: Story) -> None:
    path = story.invited().link(LinkPurpose.STATUS)
    before = story.rows()
    for method in ("GET", "HEAD"):
        assert client.open(path, method=method).status_code == 200
    assert story.rows() == before


def test_a_request_without_mandate_says_what_is_needed(client: FlaskClient, story: Story) -> None:
    path = story.submitted(mayor_informed=False).link(LinkPurpose.STATUS)
    page = client.get(path).text
    assert "Wij beginnen als de burgemeester ervan weet." in page and "Wij zijn aan zet." in page
    assert "Een andere partij" not in page
    story.act(record_call_back)
    page = client.get(path).text
    assert "stil tot de burgemeester ervan weet." in page and "U bent aan zet." in page


def test_a_referred_request_tells_whom_to_call(client: FlaskClient, story: Story) -> None:
    path = story.submitted().act(refer_on, "acute-danger").link(LinkPurpose.STATUS)
    assert 'href="tel:112"' in client.get(path).text


def test_a_free_second_place_does_not_hide_the_expert_who_helps(
    client: FlaskClient, story: Story
) -> None:
    story.accepted().act(
        lambda session, now, request, actor: approve_list(
            session, now, request, actor, story.experts, SUMMARY, 2, 2
        )
    )
    page = client.get(story.link(LinkPurpose.STATUS)).text
    assert story.request().status in (Status.PROPOSED, Status.INVITED)
    assert "U hebt al hulp van een deskundige." in page and "Deskundige 1" in page


def test_the_page_says_how_to_ask_for_another_expert_once(
    client: FlaskClient, story: Story
) -> None:
    path = story.accepted().link(LinkPurpose.STATUS)
    assert "U kunt één keer een ander vragen." in client.get(path).text
    client.post(story.link(LinkPurpose.REFUSE_EXPERT), data={"reason": ""})
    assert "één keer een ander" not in client.get(path).text


def test_a_closed_request_points_to_the_evaluation_until_it_is_answered(
    client: FlaskClient, story: Story
) -> None:
    path = story.closed().link(LinkPurpose.STATUS)
    assert "een paar korte vragen" in client.get(path).text
    client.post(
        story.link(LinkPurpose.EVALUATE), data={"usefulness": "4", "would_use_again": "yes"}
    )
    assert "een paar korte vragen" not in client.get(path).text
