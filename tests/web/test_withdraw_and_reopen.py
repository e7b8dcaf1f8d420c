"""Withdrawing and reopening by the link that was mailed for that act."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from service.domain.request_status import Status
from service.storage.mail_link import LinkPurpose
from tests.web.story import NOW, Story

pytestmark = pytest.mark.backend("sqlite")


def test_a_request_is_withdrawn_and_reopened(client: FlaskClient, story: Story) -> None:
    withdraw = story.invited().link(LinkPurpose.WITHDRAW)
    assert client.get(withdraw).status_code == 200
    assert story.request().status == Status.INVITED

    assert client.post(withdraw, data={"reason": "Het is rustig."}).status_code == 303
    assert story.request().status == Status.WITHDRAWN
    assert "Uw aanvraag is ingetrokken" in client.get(withdraw).text

    reopen = story.link(LinkPurpose.REOPEN)
    assert client.post(reopen).status_code == 303
    assert story.request().status == Status.TRIAGE
    assert "Uw aanvraag is heropend" in client.get(reopen).text


def test_a_used_link_never_acts_again(client: FlaskClient, story: Story) -> None:
    withdraw = story.submitted().link(LinkPurpose.WITHDRAW)
    client.post(withdraw)
    client.post(story.link(LinkPurpose.REOPEN))
    assert client.post(withdraw).status_code == 303
    assert story.request().status == Status.TRIAGE


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_act_that_does_not_fit_the_state_is_refused(
    client: FlaskClient, story: Story, method: str
) -> None:
    path = story.submitted().link(LinkPurpose.REOPEN)
    assert client.open(path, method=method).status_code == 409
    assert story.request().status == Status.SUBMITTED


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_old_link_is_dead(client: FlaskClient, story: Story, method: str) -> None:
    path = story.submitted().link(LinkPurpose.WITHDRAW, lasts=timedelta(hours=24))
    client.application.config["CLOCK"].now = NOW + timedelta(hours=24)
    assert client.open(path, method=method).status_code == 410
    assert story.request().status == Status.SUBMITTED
