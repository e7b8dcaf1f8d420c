"""The steps on the status page: what is done, what happens now, by when, and what follows."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from service.actions.requests.ask_requester import ask_requester
from service.actions.requests.decide_to_match import decide_to_match
from service.actions.requests.end_request import close_request, reopen_request
from service.actions.requests.record_call_back import record_call_back
from service.domain.request_status import OPEN_STATES, Status
from service.domain.step import Step
from service.domain.urgency import Urgency
from service.storage.mail_link import LinkPurpose
from service.web.status.road import StepState, state_of
from tests.web.story import NOW, Story

pytestmark = pytest.mark.backend("sqlite")

DONE, AT_WORK, LATER = "Klaar", "Nu", "Daarna"
STEP = re.compile(
    r'road__state">(\w+)</span>\s*<span class="road__label">([^<]+)</span>'
    r'\s*(?:<span class="road__at">([^<]+)</span>)?'
)


def steps(client: FlaskClient, story: Story) -> list[tuple[str, str, str]]:
    """Give state, name and moment of each step on the page."""
    return STEP.findall(client.get(story.link(LinkPurpose.STATUS)).text)


def states(client: FlaskClient, story: Story) -> list[str]:
    return [state for state, _label, _at in steps(client, story)]


@pytest.mark.parametrize("status", [s for s in OPEN_STATES if s is not Status.AWAITING_REQUESTER])
@pytest.mark.parametrize("called_back", [True, False])
def test_one_step_is_at_hand_in_every_open_state(status: Status, called_back: bool) -> None:
    road = (Step.TRIAGE, Step.PROPOSAL, Step.FIRST_CONTACT, Step.CHECK_IN, Step.EVALUATION)
    found = [state_of(step, status, called_back=called_back) for step in road]
    assert found.count(StepState.NOW) == (0 if status is Status.SUBMITTED else 1)
    assert found == sorted(found, key=[StepState.DONE, StepState.NOW, StepState.NEXT].index)


def test_a_call_that_was_skipped_is_not_called_done() -> None:
    state = state_of(Step.ACKNOWLEDGEMENT, Status.MATCHING, called_back=False)
    assert state is StepState.NOW


def test_a_new_request_tells_each_step_and_its_limit(client: FlaskClient, story: Story) -> None:
    assert steps(client, story.submitted()) == [
        (DONE, "Uw aanvraag is ontvangen", "di 24 november 10.00 uur"),
        (AT_WORK, "De coördinator belt u", "uiterlijk di 24 november 12.00 uur"),
        (LATER, "Wij besluiten hoe wij u het beste helpen", "uiterlijk di 24 november 14.00 uur"),
        (LATER, "Wij weten wie wij gaan vragen", "uiterlijk di 24 november 18.00 uur"),
        (LATER, "De deskundige neemt contact met u op", "uiterlijk wo 25 november 18.00 uur"),
        (LATER, "Wij vragen u hoe het gaat", ""),
        (LATER, "Wij ronden af en vragen wat u ervan vond", ""),
    ]


def test_the_steps_have_the_names_of_the_receipt(client: FlaskClient, story: Story) -> None:
    story.submitted()
    promised = (Step.ACKNOWLEDGEMENT, Step.TRIAGE, Step.PROPOSAL, Step.FIRST_CONTACT)
    shown = [label for _state, label, _at in steps(client, story)]
    assert shown[1:5] == [step.promise for step in promised]


def test_the_page_says_what_follows(client: FlaskClient, story: Story) -> None:
    page = client.get(story.submitted().link(LinkPurpose.STATUS)).text
    following = page.partition("Wat gebeurt er daarna?")[2]
    assert following.startswith("</dt><dd>Wij besluiten hoe wij u het beste helpen.")
    assert page.count('aria-current="step"') == 1


@pytest.mark.parametrize(
    ("bring", "done"), [("submitted", 1), ("proposed", 4), ("invited", 4), ("accepted", 4)]
)
def test_the_steps_before_the_present_one_are_done(
    client: FlaskClient, story: Story, bring: str, done: int
) -> None:
    getattr(story, bring)()
    assert states(client, story) == [DONE] * done + [AT_WORK] + [LATER] * (6 - done)


def test_a_request_that_waits_for_the_requester_stands_where_it_stood(
    client: FlaskClient, story: Story
) -> None:
    story.submitted().act(record_call_back).act(ask_requester, "Hoeveel mensen?")
    assert steps(client, story)[2] == (
        AT_WORK, "Wij besluiten hoe wij u het beste helpen", ""
    )  # fmt: skip
    page = client.get(story.link(LinkPurpose.STATUS)).text
    assert page.index("Hoeveel mensen?") < page.index("De stappen")
    following = page.partition("Wat gebeurt er daarna?")[2]
    assert following.startswith("</dt><dd>Wij besluiten")


def test_a_held_request_is_promised_no_expert(client: FlaskClient, story: Story) -> None:
    story.submitted(crisis_structure_active=True)
    assert [label for _s, label, _at in steps(client, story)][-1] == Step.TRIAGE.promise


def test_an_acute_request_is_promised_nothing_while_nobody_has_a_shift(
    client: FlaskClient, story: Story
) -> None:
    story.submitted(urgency=Urgency.U1)
    assert [at for state, _label, at in steps(client, story) if state != DONE] == [""] * 6
    story.staff_the_duty()
    assert any(at for state, _label, at in steps(client, story) if state != DONE)


def test_an_ended_request_has_no_steps_and_a_reopened_one_starts_again(
    client: FlaskClient, story: Story
) -> None:
    story.submitted().act(record_call_back).act(decide_to_match).act(close_request)
    assert steps(client, story) == []
    story.act(reopen_request)
    assert states(client, story) == [DONE, DONE, AT_WORK, LATER, LATER, LATER, LATER]


def test_the_page_admits_that_we_are_late(client: FlaskClient, story: Story) -> None:
    path = story.submitted().link(LinkPurpose.STATUS)
    assert "Wij zijn te laat" not in client.get(path).text
    client.application.config["CLOCK"].now = NOW + timedelta(hours=3)
    page = client.get(path).text
    assert "Wij zijn te laat" in page and "di 24 november 12.00 uur" in page
