"""After the yes: full text, calendar, contact, giving back, refusing."""

import icalendar
import pytest
from flask.testing import FlaskClient

from service.actions.requests.add_information import add_information
from service.domain.request_status import AssignmentState, Status
from service.storage.invitation import Assignment
from service.storage.mail_link import LinkPurpose
from tests.web.filled_form import error_at
from tests.web.story import INTAKE, Story

pytestmark = pytest.mark.backend("sqlite")


def test_the_expert_reads_everything_now(client: FlaskClient, story: Story) -> None:
    page = client.get(story.accepted().link(LinkPurpose.ASSIGNMENT)).text
    for words in (
        INTAKE.municipality, INTAKE.situation, INTAKE.question, INTAKE.requester_name,
        INTAKE.requester_phone, INTAKE.requester_email, story.request().reference,
        "Oplopende spanningen", "Asielopvang", "wo 25 november 10.00 uur", "Dit kan u helpen",
    ):  # fmt: skip
        assert words in page, words


def test_the_calendar_file_holds_the_first_contact(client: FlaskClient, story: Story) -> None:
    path = story.accepted().link(LinkPurpose.ASSIGNMENT)
    answer = client.get(f"{path}/afspraak.ics")

    assert answer.mimetype == "text/calendar"
    assert "afspraak.ics" in answer.headers["Content-Disposition"]
    [event] = icalendar.Calendar.from_ical(answer.text).walk("VEVENT")
    assert event.decoded("dtstart") == story.first(Assignment).first_contact_at
    assert INTAKE.situation not in answer.text


def test_the_first_contact_is_confirmed_once(client: FlaskClient, story: Story) -> None:
    path = story.accepted().link(LinkPurpose.ASSIGNMENT)
    for _ in range(2):
        answer = client.post(f"{path}/contact")
        assert (answer.status_code, answer.location) == (303, path)
    assert story.request().status == Status.CONTACTED
    page = client.get(path).text
    assert "Het eerste contact is geweest." in page
    assert f'action="{path}/contact"' not in page
    assert "zet in uw agenda" not in page


def test_the_expert_can_give_the_assignment_back(client: FlaskClient, story: Story) -> None:
    story.accepted()
    path, full_text = story.link(LinkPurpose.HAND_BACK), story.link(LinkPurpose.ASSIGNMENT)
    assert "Opdracht teruggeven" in client.get(path).text

    answer = client.post(path, data={"reason": "Ik ben ziek."})

    assert (answer.status_code, answer.location) == (303, path)
    assert story.first(Assignment).state == AssignmentState.HANDED_BACK
    assert story.rows()["invitation"] == 2
    assert "U hebt de opdracht teruggegeven" in client.get(path).text
    assert client.post(path).status_code == 303
    assert story.rows()["invitation"] == 2
    for dead in (full_text, f"{full_text}/afspraak.ics", story.link(LinkPurpose.ANSWER)):
        answer = client.get(dead)
        assert answer.status_code == 410 and INTAKE.situation not in answer.text
    assert client.post(f"{full_text}/contact").status_code == 410


def test_the_requester_can_refuse_an_expert_once(client: FlaskClient, story: Story) -> None:
    path = story.accepted().link(LinkPurpose.REFUSE_EXPERT)
    assert client.post(path, data={"reason": ""}).status_code == 303
    assert story.first(Assignment).state == AssignmentState.REFUSED
    assert "Wij vragen een andere deskundige" in client.get(path).text
    assert client.get(story.link(LinkPurpose.ASSIGNMENT)).status_code == 410


def test_a_reason_with_personal_data_is_refused_and_kept(client: FlaskClient, story: Story) -> None:
    path = story.accepted().link(LinkPurpose.HAND_BACK)
    answer = client.post(path, data={"reason": "bel 06-12345678"})
    assert answer.status_code == 400
    assert error_at(answer.text, "reason").startswith("Hier lijken persoonsgegevens")
    assert story.first(Assignment).state == AssignmentState.ACCEPTED


@pytest.mark.parametrize("purpose", [LinkPurpose.HAND_BACK, LinkPurpose.REFUSE_EXPERT])
def test_looking_changes_nothing(client: FlaskClient, story: Story, purpose: LinkPurpose) -> None:
    path = story.accepted().link(purpose)
    before = story.rows()
    for method in ("GET", "HEAD"):
        assert client.open(path, method=method).status_code == 200
    assert story.rows() == before


def test_the_expert_reads_what_was_added_later(client: FlaskClient, story: Story) -> None:
    story.accepted().act(
        lambda session, now, request, _actor: add_information(
            session, now, request, "Er komt een tweede groep."
        )
    )
    assert "Er komt een tweede groep." in client.get(story.link(LinkPurpose.ASSIGNMENT)).text


def test_the_requester_sees_whom_they_refuse(client: FlaskClient, story: Story) -> None:
    page = client.get(story.accepted().link(LinkPurpose.REFUSE_EXPERT)).text
    assert "De deskundige is Deskundige 1." in page and story.request().reference in page
    assert "Deskundige 1" not in client.get(story.link(LinkPurpose.HAND_BACK)).text
