"""A mail whose reason has lapsed when its turn comes is never sent."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from service.actions.invitations.assignments import hand_back
from service.actions.invitations.withdraw_invitation import withdraw_invitation
from service.actions.mail.queue import queue_act_link, queue_mail
from service.actions.requests.ask_requester import ask_requester
from service.actions.requests.end_request import reopen_request, withdraw_request
from service.actions.requests.refer_on import refer_on
from service.domain.actor import Actor, expert
from service.domain.step import Step
from service.storage import deadline as deadlines
from service.storage.mail_link import LinkPurpose
from service.storage.outbox_mail import MailState
from service.storage.request import SupportRequest
from service.storage.user_account import UserAccount
from tests.actions.conftest import NOW
from tests.actions.mail.conftest import Post, Submit, accept, invite, text_of


def test_an_invitation_that_closed_before_it_left_is_never_sent(
    post: Post, proposed: Submit, coordinator: Actor
) -> None:
    invitation = invite(post, proposed(), coordinator)
    withdraw_invitation(post.session, NOW, invitation, coordinator)
    post.send()
    assert post.states("invitation") == [MailState.CANCELLED, MailState.SENT]
    assert post.states("stand_down") == [MailState.CANCELLED]
    assert post.inbox.messages_for(invitation.expert.email) == []


def test_an_invitation_that_leaves_late_gives_the_whole_time_to_answer(
    post: Post, proposed: Submit, coordinator: Actor
) -> None:
    invitation = invite(post, proposed(), coordinator)
    agreed = invitation.answer_by - NOW
    post.send(invitation.answer_by)
    assert post.states("invitation") == [MailState.SENT]
    late = NOW + agreed
    assert late <= invitation.answer_by - agreed < late + timedelta(minutes=1)
    assert invitation.mailed_at is not None


def test_who_got_the_invitation_is_told_when_it_is_withdrawn(
    post: Post, proposed: Submit, coordinator: Actor
) -> None:
    invitation = invite(post, proposed(), coordinator)
    post.send()
    withdraw_invitation(post.session, NOW, invitation, coordinator)
    post.send()
    mail = post.the_only(invitation.expert.email, "niet meer nodig")
    assert "ingetrokken" in text_of(mail)


def test_who_may_have_got_the_invitation_is_told_too(
    post: Post, proposed: Submit, coordinator: Actor
) -> None:
    """A worker died while it was sending the invitation: perhaps it had left."""
    invitation = invite(post, proposed(), coordinator)
    for row in post.outbox("invitation"):
        row.state, row.attempts = MailState.SENDING, 1
    withdraw_invitation(post.session, NOW, invitation, coordinator)
    post.send()
    assert post.states("invitation")[0] == MailState.CANCELLED
    assert post.states("stand_down") == [MailState.SENT]


def test_contact_details_are_not_sent_when_the_assignment_has_ended(
    post: Post, proposed: Submit, coordinator: Actor
) -> None:
    assignment = accept(post, invite(post, proposed(), coordinator))
    hand_back(post.session, NOW, assignment, expert(assignment.expert_id))
    post.send()
    assert post.states("accepted_expert") == [MailState.CANCELLED]
    assert post.states("accepted_requester") == [MailState.CANCELLED]


def _question_answered_by_telephone(post: Post, request: SupportRequest, by: Actor) -> str:
    ask_requester(post.session, NOW, request, by, "Wanneer is de raadsavond?")
    withdraw_request(post.session, NOW, request, by)
    return "question"


def _alert_of_a_withdrawn_request(post: Post, request: SupportRequest, by: Actor) -> str:
    withdraw_request(post.session, NOW, request, by)
    return "duty_alert"


def _withdrawal_that_was_reopened(post: Post, request: SupportRequest, by: Actor) -> str:
    withdraw_request(post.session, NOW, request, by)
    reopen_request(post.session, NOW, request, by)
    return "request_withdrawn"


def _referral_that_was_reopened(post: Post, request: SupportRequest, by: Actor) -> str:
    refer_on(post.session, NOW, request, by, "acute-danger")
    reopen_request(post.session, NOW, request, by)
    return "referred_on"


def _link_to_withdraw_what_is_withdrawn(post: Post, request: SupportRequest, by: Actor) -> str:
    queue_act_link(post.session, NOW, request, LinkPurpose.WITHDRAW)
    withdraw_request(post.session, NOW, request, by)
    return "act_link"


def _link_to_reopen_what_is_open(post: Post, request: SupportRequest, by: Actor) -> str:
    queue_act_link(post.session, NOW, request, LinkPurpose.REOPEN)
    return "act_link"


def _breach_of_a_clock_that_stopped(post: Post, request: SupportRequest, by: Actor) -> str:
    [row] = deadlines.running(post.session, request.id, Step.TRIAGE)
    facts = {"step": row.step, "level": "owner"}
    queue_mail(
        post.session, NOW, "deadline_breach", request, to_staff_id=by.id, deadline=row, facts=facts
    )
    row.met_at = NOW
    return "deadline_breach"


def _mail_to_staff_who_left(post: Post, request: SupportRequest, by: Actor) -> str:
    post.session.get_one(UserAccount, by.id).active = False
    return "duty_alert"


@pytest.mark.parametrize(
    "story",
    [
        _question_answered_by_telephone,
        _alert_of_a_withdrawn_request,
        _withdrawal_that_was_reopened,
        _referral_that_was_reopened,
        _link_to_withdraw_what_is_withdrawn,
        _link_to_reopen_what_is_open,
        _breach_of_a_clock_that_stopped,
        _mail_to_staff_who_left,
    ],
)
def test_a_mail_whose_reason_has_lapsed_is_not_sent(
    post: Post,
    submit: Submit,
    coordinator: Actor,
    story: Callable[[Post, SupportRequest, Actor], str],
) -> None:
    kind = story(post, submit(), coordinator)
    post.send()
    assert post.states(kind)[0] == MailState.CANCELLED
