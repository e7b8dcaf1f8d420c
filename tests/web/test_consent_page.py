"""The page of a partner's consent: what it shows, yes to all or some, no, and dead links."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from expert_registry.tables import Expert, Partner
from service.actions.invitations.invite_wave import invite_next
from service.actions.matching.approve_list import approve_list
from service.actions.partner_consent.bureau_powers import withdraw_consent
from service.actions.requests.end_request import withdraw_request
from service.database import writing
from service.storage.invitation import Invitation
from service.storage.mail_link import LinkPurpose
from service.storage.partner_consent import PartnerConsent
from tests.web.filled_form import error_at
from tests.web.form_on_page import FormOnPage
from tests.web.story import INTAKE, NOW, SUMMARY, Story

pytestmark = pytest.mark.backend("sqlite")

NO = {"refuse_reason": "Wij hebben nu niemand.", "suggestion": "Collega Twee"}


@pytest.fixture
def path(story: Story) -> str:
    return story.consulting().proposed().link(LinkPurpose.PARTNER_CONSENT)


def everybody(story: Story) -> dict[str, list[str]]:
    return {"experts": [str(expert_id) for expert_id in story.experts]}


def test_the_page_shows_the_summary_and_the_own_experts(
    client: FlaskClient, story: Story, path: str
) -> None:
    with writing(story.engine) as session:
        session.get_one(Expert, story.experts[0]).themes = ["asielopvang", "religie"]
    page = client.get(path).text
    for words in (SUMMARY, "U2 – spoed", "Deskundige 1", "Deskundige 3", "Onderzoeker", "Religie"):
        assert words in page, words
    assert "<strong>di 24 november 12.00 uur</strong>" in page
    for secret in (
        INTAKE.municipality, INTAKE.requester_name, INTAKE.situation, INTAKE.question,
        story.request().reference, "deskundige-1@partner.example",
    ):  # fmt: skip
        assert secret not in page


def test_experts_of_others_and_those_with_a_conflict_are_not_shown(
    client: FlaskClient, story: Story
) -> None:
    with writing(story.engine) as session:
        session.get_one(Expert, story.experts[0]).municipality = INTAKE.municipality
        session.get_one(Expert, story.experts[1]).partner_id = "omo"
    page = client.get(story.consulting().proposed().link(LinkPurpose.PARTNER_CONSENT)).text
    assert "Deskundige 3" in page
    for hidden in ("Deskundige 1", "Deskundige 2", "OMO", "belang"):
        assert hidden not in page, hidden


def test_looking_changes_nothing(client: FlaskClient, story: Story, path: str) -> None:
    before = story.rows()
    for method in ("GET", "HEAD", "GET"):
        assert client.open(path, method=method).status_code == 200
    for act in ("ja", "nee"):
        assert client.get(f"{path}/{act}").status_code == 405
    assert story.rows() == before


def test_one_press_agrees_to_everybody(client: FlaskClient, story: Story, path: str) -> None:
    form = FormOnPage(client.get(path).text, f"{path}/ja").fields
    answer = client.post(f"{path}/ja", data=form)
    assert (answer.status_code, answer.location) == (303, path)
    consent = story.first(PartnerConsent)
    assert (consent.state, consent.agreed_ids, consent.most) == ("agreed", story.experts, None)
    page = client.get(path).text
    assert "U bent akkoord" in page and "Deskundige 3" in page
    assert SUMMARY not in page


def test_some_can_be_left_out_and_a_limit_given(
    client: FlaskClient, story: Story, path: str
) -> None:
    chosen = {"experts": [str(e) for e in story.experts[1:]], "most": "1", "agree_note": "Graag."}
    assert client.post(f"{path}/ja", data=chosen).status_code == 303
    consent = story.first(PartnerConsent)
    assert (consent.agreed_ids, consent.most, consent.note) == (story.experts[1:], 1, "Graag.")
    page = client.get(path).text
    assert "Deskundige 1" not in page and "ten hoogste 1 tegelijk" in page


def test_no_is_recorded_with_its_reason(client: FlaskClient, story: Story, path: str) -> None:
    assert client.post(f"{path}/nee", data=NO).status_code == 303
    consent = story.first(PartnerConsent)
    assert (consent.state, consent.note) == ("refused", NO["refuse_reason"])
    assert consent.suggestion == "Collega Twee"
    assert "U bent niet akkoord" in client.get(path).text


def test_the_agreed_limit_is_told(client: FlaskClient, story: Story, path: str) -> None:
    with writing(story.engine) as session:
        session.get_one(Partner, "politieacademie").consent_limit = 2
    assert "ten hoogste 2 tegelijk" in client.get(path).text


WRONG = [
    ("ja", {"experts": []}, "experts", "Vink ten minste één"),
    ("ja", {"experts": ["999"]}, "experts", "Deze keuze bestaat niet"),
    ("ja", {"experts": ["x"]}, "experts", "Deze keuze bestaat niet"),
    ("ja", {"most": "0"}, "most", "Vul een heel getal"),
    ("ja", {"most": "4"}, "most", "Kies een aantal van 1"),
    ("ja", {"most": "twee"}, "most", "Vul een heel getal"),
    ("ja", {"agree_note": "x" * 1001}, "agree_note", "Maak dit korter"),
    ("ja", {"agree_note": "bel 06-12345678"}, "agree_note", "Hier lijken persoonsgegevens"),
    ("nee", {"refuse_reason": ""}, "refuse_reason", "Vul in waarom"),
    ("nee", {"refuse_reason": "bel 06-12345678"}, "refuse_reason", "Hier lijken persoonsgegevens"),
    ("nee", {"suggestion": "x" * 501}, "suggestion", "Maak dit korter"),
]


@pytest.mark.parametrize(("act", "change", "field", "error"), WRONG)
def test_a_wrong_answer_is_refused_at_its_field(
    client: FlaskClient,
    story: Story,
    path: str,
    act: str,
    change: dict[str, object],
    field: str,
    error: str,
) -> None:
    before = story.rows()
    answer = client.post(f"{path}/{act}", data={**everybody(story), **NO, **change})
    assert answer.status_code == 400
    assert error_at(answer.text, field).startswith(error)
    assert story.rows() == before


def test_the_same_answer_again_shows_it_and_another_is_refused(
    client: FlaskClient, story: Story, path: str
) -> None:
    for _again in range(2):
        assert client.post(f"{path}/ja", data=everybody(story)).status_code == 303
    for act, data in (("nee", NO), ("ja", {"experts": [str(story.experts[0])]})):
        answer = client.post(f"{path}/{act}", data=data)
        assert answer.status_code == 409
        assert "al een ander antwoord" in answer.text
    assert story.first(PartnerConsent).agreed_ids == story.experts


def test_after_the_answer_time_the_page_says_what_to_do(
    client: FlaskClient, story: Story, path: str
) -> None:
    client.application.config["CLOCK"].now = NOW + timedelta(hours=2)
    posts = client.post(f"{path}/ja", data=everybody(story)), client.post(f"{path}/nee", data=NO)
    for answer in (client.get(path), *posts):
        assert answer.status_code == 410
        assert "Bel ons" in answer.text
    assert story.first(PartnerConsent).state == "open"


def test_a_question_that_is_not_needed_any_more_says_so(
    client: FlaskClient, story: Story, path: str
) -> None:
    with writing(story.engine) as session:
        consent = session.get_one(PartnerConsent, story.first(PartnerConsent).id)
        withdraw_consent(session, NOW, consent, story.coordinator)
    for answer in (client.get(path), client.post(f"{path}/ja", data=everybody(story))):
        assert answer.status_code == 410
        assert "niet meer nodig" in answer.text


def test_an_answer_to_a_request_that_ended_is_not_shown_any_more(
    client: FlaskClient, story: Story, path: str
) -> None:
    client.post(f"{path}/ja", data=everybody(story))
    story.act(withdraw_request)
    assert client.get(path).status_code == 410


def test_whoever_left_the_list_meanwhile_may_still_be_ticked(
    client: FlaskClient, story: Story, path: str
) -> None:
    story.act(approve_list, story.experts[1:], SUMMARY, 1, 1)
    assert client.post(f"{path}/ja", data=everybody(story)).status_code == 303
    assert story.rows()["partner_consent"] == 1


def test_inviting_that_waited_goes_on_with_the_answer(
    client: FlaskClient, story: Story, path: str
) -> None:
    story.act(invite_next)
    assert story.first(Invitation) is None
    client.post(f"{path}/ja", data=everybody(story))
    assert story.first(Invitation).expert_id == story.experts[0]


def test_the_requester_sees_that_a_partner_has_the_ball(client: FlaskClient, story: Story) -> None:
    status = story.consulting().proposed().link(LinkPurpose.STATUS)
    page = client.get(status).text
    assert "Een partner is aan zet." in page
    assert "Wij hebben een partner om akkoord gevraagd." in page
    for told in ("Politieacademie", "Deskundige 1"):
        assert told not in page
    consented = story.link(LinkPurpose.PARTNER_CONSENT)
    client.post(f"{consented}/ja", data=everybody(story))
    page = client.get(status).text
    assert "Een partner is aan zet." not in page and "Een partner is akkoord." in page
