"""Mails in the quiet hours, and the order of locks when a mail is claimed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from service.actions.invitations.accept_invitation import accept_invitation
from service.actions.invitations.invite_wave import invite_next
from service.actions.mail.prepare_mail import prepare_mail
from service.actions.mail.record_outcome import record_outcome
from service.database import writing
from service.domain.actor import Actor, expert
from service.domain.urgency import Urgency
from service.mail.facts import Bureau
from service.mail.outcome import Sent
from service.storage import request as requests
from service.storage.outbox_mail import MailState, OutboxMail
from service.storage.request import SupportRequest
from tests.actions.conftest import NOW
from tests.actions.mail.conftest import BASE_URL, HOUR, Post

# Tuesday 24 November 2026, 22:00 in Amsterdam, and seven in the morning after it.
EVENING = NOW + 12 * HOUR
MORNING = NOW + 21 * HOUR
BUREAU = Bureau("Bureau", "000-0000001", "schakel@bureau.example")
Story = Callable[..., SupportRequest]


def test_an_invitation_that_is_not_acute_waits_for_the_morning(
    post: Post, proposed: Story, coordinator: Actor
) -> None:
    request = proposed(urgency=Urgency.U3)
    (invitation,) = invite_next(post.session, EVENING, request, coordinator)
    post.send(EVENING)
    (mail,) = post.outbox("invitation")
    assert (mail.state, mail.attempts, mail.next_attempt_at) == (MailState.QUEUED, 0, MORNING)
    post.send(MORNING)
    assert post.states("invitation") == [MailState.SENT]
    assert post.received(invitation.expert.email, "Kunt u een gemeente helpen?")
    post.session.refresh(invitation)
    # Nine open hours, from the opening after the mail really left.
    assert invitation.answer_by == MORNING + 10.5 * HOUR


@pytest.mark.parametrize("urgency", [Urgency.U1, Urgency.U2])
def test_an_acute_invitation_leaves_at_once(
    post: Post, proposed: Story, coordinator: Actor, urgency: Urgency
) -> None:
    request = proposed(urgency=urgency)
    invite_next(post.session, EVENING, request, coordinator)
    post.send(EVENING)
    assert post.states("invitation") == [MailState.SENT]


def test_a_mail_that_was_late_does_not_leave_in_the_night(
    post: Post, proposed: Story, coordinator: Actor
) -> None:
    request = proposed(urgency=Urgency.U4)
    invite_next(post.session, NOW, request, coordinator)
    post.send(EVENING)
    (mail,) = post.outbox("invitation")
    assert (mail.state, mail.attempts, mail.next_attempt_at) == (MailState.QUEUED, 0, MORNING)


def test_what_an_expert_has_arranged_is_confirmed_at_once(
    post: Post, proposed: Story, coordinator: Actor
) -> None:
    request = proposed(urgency=Urgency.U4)
    (invitation,) = invite_next(post.session, NOW, request, coordinator)
    moment, actor = EVENING + 20 * HOUR, expert(invitation.expert_id)
    accept_invitation(post.session, EVENING, invitation, moment, actor)
    post.send(EVENING)
    assert post.states("accepted_expert") == [MailState.SENT]


@pytest.mark.backend("postgresql")
def test_a_claim_never_waits_for_a_request_with_its_mail_in_hand(
    engine: Engine, session: Session, submit: Story
) -> None:
    """A worker died; one takes its mail over while the outcome of the first still comes in."""
    request_id = submit().id
    session.commit()
    with writing(engine) as first:
        prepared = prepare_mail(first, NOW, BUREAU, BASE_URL)
    assert prepared is not None
    later = NOW + timedelta(minutes=5)
    with writing(engine) as outcome:
        requests.lock(outcome, request_id)
        with writing(engine) as second:
            assert prepare_mail(second, later, BUREAU, BASE_URL) is None
        record_outcome(outcome, later, prepared.mail_id, prepared.attempt, Sent())
    with writing(engine) as check:
        mail = check.get_one(OutboxMail, prepared.mail_id)
        assert (mail.state, mail.attempts) == (MailState.SENT, 1)
