"""Links that requester and expert ask for on their pages: each is mailed, for one act."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.actions.invitations.accept_invitation import accept_invitation
from service.database import writing
from service.domain.actor import expert
from service.domain.request_status import AssignmentState
from service.storage import invitation as invitations
from service.storage.evaluation import Evaluation
from service.storage.invitation import Assignment
from service.storage.mail_link import LinkPurpose
from service.storage.outbox_mail import OutboxMail, RecipientKind
from tests.web.story import NOW, Story

pytestmark = pytest.mark.backend("sqlite")
LATER = NOW + timedelta(minutes=11)


def mails(story: Story, kind: str) -> list[OutboxMail]:
    with Session(story.engine) as session:
        return list(session.scalars(select(OutboxMail).where(OutboxMail.kind == kind)))


def ask(client: FlaskClient, story: Story, purpose: str, assignment: object = "") -> int:
    path = f"{story.link(LinkPurpose.STATUS)}/link"
    return client.post(path, data={"purpose": purpose, "assignment": assignment}).status_code


def test_the_requester_asks_for_a_link_to_refuse_the_named_expert(
    client: FlaskClient, story: Story
) -> None:
    page = client.get(story.accepted().link(LinkPurpose.STATUS)).text
    assignment = story.first(Assignment)
    assert f'name="assignment" value="{assignment.id}"' in page

    for _ in range(2):
        assert ask(client, story, "refuse_expert", assignment.id) == 303

    [mail] = mails(story, "act_link")
    assert (mail.recipient_kind, mail.assignment_id) == (RecipientKind.REQUESTER, assignment.id)
    assert story.first(Assignment).state == AssignmentState.ACCEPTED


@pytest.mark.parametrize("assignment", ["", "999", "x"])
def test_only_an_expert_of_this_request_can_be_refused(
    client: FlaskClient, story: Story, assignment: str
) -> None:
    assert ask(client, story.accepted(), "refuse_expert", assignment) == 409
    assert mails(story, "act_link") == []


def test_refusing_is_offered_once(client: FlaskClient, story: Story) -> None:
    story.accepted()
    client.post(story.link(LinkPurpose.REFUSE_EXPERT), data={"reason": ""})
    assert ask(client, story, "refuse_expert", story.first(Assignment).id) == 409
    with writing(story.engine) as session:
        [following] = invitations.open_of_request(session, story.request_id)
        moment, actor = NOW + timedelta(days=1), expert(following.expert_id)
        second = accept_invitation(session, NOW, following, moment, actor)
        assert second is not None
        second_id = second.id
    assert "een ander te vragen" not in client.get(story.link(LinkPurpose.STATUS)).text
    assert ask(client, story, "refuse_expert", second_id) == 409
    assert mails(story, "act_link") == []


def test_the_questions_are_mailed_again_until_they_are_answered(
    client: FlaskClient, story: Story
) -> None:
    story.closed()
    assert ask(client, story, "evaluate") == 303
    assert len(mails(story, "evaluation_requester")) == 1, "they were mailed just now"
    client.application.config["CLOCK"].now = LATER
    assert ask(client, story, "evaluate") == 303
    again = mails(story, "evaluation_requester")[-1]
    assert again.evaluation_id == story.first(Evaluation).id and again.queued_at == LATER

    answers = {"usefulness": "4", "would_use_again": "yes"}
    client.post(story.link(LinkPurpose.EVALUATE), data=answers)
    assert ask(client, story, "evaluate") == 409


def test_nobody_evaluates_a_request_that_runs(client: FlaskClient, story: Story) -> None:
    assert ask(client, story.accepted(), "evaluate") == 409


def test_the_expert_asks_for_a_link_to_hand_back(client: FlaskClient, story: Story) -> None:
    path = story.accepted().link(LinkPurpose.ASSIGNMENT)
    assert "Mail mij een link om terug te geven" in client.get(path).text

    for _ in range(2):
        answer = client.post(f"{path}/link")
        assert (answer.status_code, answer.location) == (303, path)

    [mail] = mails(story, "act_link")
    assignment = story.first(Assignment)
    assert (mail.recipient_kind, mail.recipient_id) == (
        RecipientKind.EXPERT,
        assignment.expert_id,
    )
    assert mail.facts == {"purpose": "hand_back"}
    assert assignment.state == AssignmentState.ACCEPTED
    client.post(story.link(LinkPurpose.HAND_BACK), data={"reason": ""})
    assert client.post(f"{path}/link").status_code == 410
