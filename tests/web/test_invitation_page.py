"""The page of an invitation: what it shows, yes, no, and answers that come too late."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from expert_registry.tables import Expert
from service.actions.invitations.stand_down import stand_down_invitations
from service.actions.invitations.withdraw_invitation import withdraw_invitation
from service.actions.requests.end_request import withdraw_request
from service.database import writing
from service.domain.invitation import InvitationState
from service.domain.request_status import Status
from service.storage.invitation import Assignment, Invitation
from service.storage.mail_link import LinkPurpose
from tests.web.filled_form import error_at, summary_links
from tests.web.story import INTAKE, NOW, SUMMARY, Story

pytestmark = pytest.mark.backend("sqlite")

YES = {
    "first_contact_choice": "2026-11-24T16:30",
    "confidentiality": "yes",
    "no_conflict": "yes",
}


@pytest.fixture
def path(story: Story) -> str:
    return story.invited().link(LinkPurpose.ANSWER)


def test_the_page_shows_the_summary_and_nothing_of_the_full_text(
    client: FlaskClient, story: Story, path: str
) -> None:
    page = client.get(path).text
    for words in (SUMMARY, "U2 – spoed", "Communicatieadvies", "Politieacademie"):
        assert words in page
    assert "uiterlijk: <strong>di 24 november 14.00 uur</strong>" in page
    for words in ("Geen antwoord betekent: geen opdracht.", "Reken op 30 minuten.", "000-0000000"):
        assert words in page
    for secret in (
        INTAKE.municipality, INTAKE.requester_name, INTAKE.situation, INTAKE.question,
        story.request().reference, INTAKE.requester_phone,
    ):  # fmt: skip
        assert secret not in page


@pytest.mark.parametrize("named", [True, False])
def test_the_expected_day_is_told_only_where_the_municipality_is_and_never_the_hour(
    client: FlaskClient, story: Story, named: bool
) -> None:
    path = story.invited(municipality_may_be_named=named).link(LinkPurpose.ANSWER)
    page = client.get(path).text
    assert ("donderdag 26 november 2026" in page) is named
    assert "do 26 november" not in page


@pytest.mark.parametrize("target", ["kop-ja", "kop-nee"])
def test_both_answers_are_one_step_from_the_top(
    client: FlaskClient, path: str, target: str
) -> None:
    page = client.get(path).text
    assert page.index(f'href="#{target}"') < page.index("Waar gaat het om?")
    assert f'id="{target}"' in page


def test_the_municipality_is_named_only_where_it_may_be(client: FlaskClient, story: Story) -> None:
    path = story.invited(municipality_may_be_named=True).link(LinkPurpose.ANSWER)
    assert "Zeist" in client.get(path).text


def test_looking_changes_nothing(client: FlaskClient, story: Story, path: str) -> None:
    before = story.rows()
    for method in ("GET", "HEAD", "GET"):
        assert client.open(path, method=method).status_code == 200
    for act in ("ja", "nee"):
        assert client.get(f"{path}/{act}").status_code == 405
    assert story.rows() == before


def test_yes_is_recorded_with_its_moment_and_shown_again(
    client: FlaskClient, story: Story, path: str
) -> None:
    answer = client.post(f"{path}/ja", data=YES)

    assert (answer.status_code, answer.location) == (303, path)
    assignment = story.first(Assignment)
    assert assignment.first_contact_at == datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
    assert story.request().status == Status.ACCEPTED
    page = client.get(path).text
    assert "U hebt ja gezegd" in page and "di 24 november 16.30 uur" in page
    assert INTAKE.situation not in page


def test_another_moment_can_be_typed(client: FlaskClient, story: Story, path: str) -> None:
    data = {**YES, "first_contact_choice": "other", "first_contact_at": "2026-11-25T08:15"}
    assert client.post(f"{path}/ja", data=data).status_code == 303
    assert story.first(Assignment).first_contact_at == datetime(2026, 11, 25, 7, 15, tzinfo=UTC)


def test_the_same_yes_twice_is_one_assignment(client: FlaskClient, story: Story, path: str) -> None:
    for _ in range(2):
        assert client.post(f"{path}/ja", data=YES).status_code == 303
    assert story.rows()["assignment"] == 1


def test_a_yes_says_what_comes_and_after_the_end_that_it_is_over(
    client: FlaskClient, story: Story
) -> None:
    path = story.accepted().link(LinkPurpose.ANSWER)
    page = client.get(path).text
    assert "wo 25 november 10.00 uur" in page and "ongewenste mail" in page
    story.act(withdraw_request)
    page = client.get(path).text
    assert "afgesloten" in page and "wo 25 november" not in page


WRONG_YES = [
    ({"first_contact_choice": ""}, "first_contact_at", "Kies een moment voor"),
    ({"first_contact_choice": "other"}, "first_contact_at", "Kies een moment voor"),
    ({"first_contact_choice": "2026-02-30T10:00"}, "first_contact_at", "Deze datum of tijd"),
    ({"first_contact_at": "2026-11-25T08:15"}, "first_contact_at", "U koos een moment en vulde"),
    ({"first_contact_choice": "straks"}, "first_contact_at", "Deze datum of tijd"),
    ({"first_contact_choice": "2025-11-24T10:00"}, "first_contact_at", "Kies een moment tussen"),
    ({"first_contact_choice": "2027-11-24T10:00"}, "first_contact_at", "Kies een moment tussen"),
    ({"confidentiality": ""}, "confidentiality", "Beloof geheimhouding"),
    ({"no_conflict": ""}, "no_conflict", "Verklaar"),
    ({"no_conflict": "misschien"}, "no_conflict", "Deze keuze bestaat niet"),
]


@pytest.mark.parametrize(("change", "field", "error"), WRONG_YES)
def test_a_yes_needs_a_moment_and_both_declarations(
    client: FlaskClient,
    story: Story,
    path: str,
    change: dict[str, str],
    field: str,
    error: str,
) -> None:
    before = story.rows()
    answer = client.post(f"{path}/ja", data=YES | change)
    assert answer.status_code == 400
    assert error_at(answer.text, field).startswith(error)
    assert story.rows() == before


def test_the_errors_of_a_yes_stand_in_the_order_of_the_page(client: FlaskClient, path: str) -> None:
    page = client.post(f"{path}/ja", data={}).text
    assert summary_links(page) == ["first_contact_at", "confidentiality", "no_conflict"]


def test_a_suggestion_is_a_name_and_no_number(client: FlaskClient, story: Story, path: str) -> None:
    suggestion = "Deskundige 3, bel 06-12345678"
    answer = client.post(f"{path}/nee", data={"reason": "no_time", "suggestion": suggestion})
    assert answer.status_code == 400
    assert error_at(answer.text, "suggestion").startswith("Hier lijken persoonsgegevens")
    assert story.first(Invitation).state == InvitationState.OPEN


def test_no_is_recorded_with_its_reason_and_the_next_is_asked(
    client: FlaskClient, story: Story, path: str
) -> None:
    answer = client.post(
        f"{path}/nee",
        data={
            "reason": "absent",
            "unavailable_until": "2026-12-20",
            "suggestion": "Deskundige 3",
            "note": "",
        },
    )

    assert (answer.status_code, answer.location) == (303, path)
    invitation = story.first(Invitation)
    assert (invitation.state, invitation.decline_reason) == (InvitationState.DECLINED, "absent")
    assert invitation.suggestion == "Deskundige 3"
    assert story.first(Expert).unavailable_until == date(2026, 12, 20)
    assert story.rows()["invitation"] == 2
    assert "U hebt nee gezegd" in client.get(path).text


WRONG_NO = [
    ({"reason": ""}, "reason", "Kies waarom"),
    ({"reason": "zin"}, "reason", "Deze keuze bestaat niet"),
    ({"unavailable_until": "2026-02-30"}, "unavailable_until", "Deze datum bestaat niet"),
    ({"unavailable_until": "1999-01-01"}, "unavailable_until", "Kies een datum"),
    ({"unavailable_until": "9999-12-31"}, "unavailable_until", "Kies een datum"),
    ({"note": "x" * 1001}, "note", "Maak dit korter"),
    ({"note": "bel 06-12345678"}, "note", "Hier lijken persoonsgegevens"),
    ({"suggestion": "x" * 501}, "suggestion", "Maak dit korter"),
]


@pytest.mark.parametrize(("change", "field", "error"), WRONG_NO)
def test_a_wrong_no_is_refused_at_its_field(
    client: FlaskClient,
    story: Story,
    path: str,
    change: dict[str, str],
    field: str,
    error: str,
) -> None:
    before = story.rows()
    answer = client.post(f"{path}/nee", data={"reason": "no_time"} | change)
    assert answer.status_code == 400
    assert error_at(answer.text, field).startswith(error)
    assert story.rows() == before


@pytest.mark.parametrize(
    ("first", "second"), [(("ja", YES), "nee"), (("nee", {"reason": "other"}), "ja")]
)
def test_the_opposite_answer_is_refused(
    client: FlaskClient,
    story: Story,
    path: str,
    first: tuple[str, dict[str, str]],
    second: str,
) -> None:
    client.post(f"{path}/{first[0]}", data=first[1])
    answer = client.post(f"{path}/{second}", data={**YES, "reason": "other"})
    assert answer.status_code == 409
    assert "al een ander antwoord" in answer.text


def test_after_the_answer_time_the_page_says_that_it_is_over(
    client: FlaskClient, story: Story, path: str
) -> None:
    client.application.config["CLOCK"].now = NOW + timedelta(hours=4)
    for answer in (client.get(path), client.post(f"{path}/ja", data=YES)):
        assert answer.status_code == 410
        assert "De tijd is voorbij" in answer.text
    assert story.rows()["assignment"] == 0


def test_an_expert_who_turns_out_to_have_a_conflict_is_told(
    client: FlaskClient, story: Story, path: str
) -> None:
    with writing(story.engine) as session:
        invited = session.get_one(Expert, story.experts[0])
        invited.municipality = INTAKE.municipality
    told = client.post(f"{path}/ja", data=YES), client.get(path)
    assert [answer.status_code for answer in told] == [409, 410]
    assert all("U kunt deze opdracht niet aannemen" in answer.text for answer in told)
    assert story.rows()["assignment"] == 0


def test_a_withdrawn_invitation_says_so(client: FlaskClient, story: Story, path: str) -> None:
    with writing(story.engine) as session:
        invitation = session.get_one(Invitation, story.first(Invitation).id)
        withdraw_invitation(session, NOW, invitation, story.coordinator)
    for answer in (client.get(path), client.post(f"{path}/nee", data={"reason": "other"})):
        assert answer.status_code == 410
        assert "ingetrokken" in answer.text


def test_an_expert_who_is_no_longer_needed_is_thanked(
    client: FlaskClient, story: Story, path: str
) -> None:
    with writing(story.engine) as session:
        stand_down_invitations(session, NOW, story.locked(session), "filled")
    answer = client.get(path)
    assert answer.status_code == 410
    assert "Uw antwoord is niet meer nodig" in answer.text
