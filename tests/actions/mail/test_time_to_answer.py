"""The time to answer follows what the expert was really mailed, also when the coordinator acts."""

from collections.abc import Callable

from service.actions.deadlines.check_deadlines import check_deadlines
from service.actions.invitations.accept_invitation import accept_invitation
from service.actions.invitations.extend_answer import extend_answer
from service.actions.invitations.invite_wave import invite_next
from service.actions.requests.correct_request import correct_tags
from service.actions.undo.undo_act import undo_act
from service.domain.actor import Actor, expert
from service.domain.intake import Phase
from service.domain.urgency import Urgency
from service.storage import history_event
from service.storage.outbox_mail import MailState
from service.storage.request import SupportRequest
from tests.actions.conftest import INTAKE
from tests.actions.mail.conftest import DAY, HOUR, SOON, Post
from tests.actions.mail.test_quiet_hours import EVENING, MORNING

LATER = EVENING + 5 * SOON
Story = Callable[..., SupportRequest]


def now_is(urgency: Urgency, post: Post, request: SupportRequest, coordinator: Actor) -> None:
    tags = (INTAKE.themes, INTAKE.support_kinds, Phase.RISING, urgency)
    correct_tags(post.session, LATER, request, coordinator, *tags)


def test_a_case_that_becomes_acute_does_not_wait_for_the_morning(
    post: Post, proposed: Story, coordinator: Actor
) -> None:
    request = proposed(urgency=Urgency.U3)
    (invitation,) = invite_next(post.session, EVENING, request, coordinator)
    now_is(Urgency.U1, post, request, coordinator)
    post.send(LATER)
    assert set(post.states("invitation")) == {MailState.SENT}
    post.session.refresh(invitation)
    assert EVENING + HOUR < invitation.answer_by < EVENING + 2 * HOUR


def test_a_case_that_is_less_urgent_wakes_nobody(
    post: Post, proposed: Story, coordinator: Actor
) -> None:
    request = proposed(urgency=Urgency.U2)
    invite_next(post.session, EVENING, request, coordinator)
    now_is(Urgency.U3, post, request, coordinator)
    post.send(LATER)
    assert {mail.next_attempt_at for mail in post.outbox("invitation")} == {MORNING}


def test_more_time_that_was_given_before_the_mail_left_stays(
    post: Post, proposed: Story, coordinator: Actor
) -> None:
    request = proposed(urgency=Urgency.U3)
    (invitation,) = invite_next(post.session, EVENING, request, coordinator)
    until = EVENING + 3 * DAY
    extend_answer(post.session, LATER, invitation, coordinator, until)
    post.send(LATER)
    assert post.states("answer_later") == [MailState.SENT]
    post.send(MORNING)
    assert post.states("invitation") == [MailState.SENT]
    post.session.refresh(invitation)
    assert invitation.answer_by == until


def test_the_time_runs_from_the_mail_that_an_answer_was_taken_back(
    post: Post, proposed: Story, coordinator: Actor
) -> None:
    """The invitation itself never left: the expert was called, and the yes was a mistake."""
    request = proposed(urgency=Urgency.U3)
    (invitation,) = invite_next(post.session, EVENING, request, coordinator)
    accept_invitation(post.session, EVENING, invitation, EVENING + DAY, coordinator, "Gebeld.")
    post.send(MORNING)
    assert post.states("invitation") == [MailState.CANCELLED]
    events = history_event.of_request(post.session, request.id)
    (yes,) = [event for event in events if event.kind == "invitation_accepted"]
    undo_act(post.session, MORNING, request, coordinator, yes.id, "Verkeerde zaak.")
    post.send(MORNING)
    assert post.received(invitation.expert.email, "Uw antwoord is teruggedraaid")
    post.session.refresh(invitation)
    check_deadlines(post.session, invitation.answer_by)
    assert invitation.state == "expired"


def test_whoever_answers_after_that_counts(post: Post, proposed: Story, coordinator: Actor) -> None:
    request = proposed(urgency=Urgency.U3)
    (invitation,) = invite_next(post.session, EVENING, request, coordinator)
    until = EVENING + 3 * DAY
    extend_answer(post.session, LATER, invitation, coordinator, until)
    post.send(MORNING)
    actor = expert(invitation.expert_id)
    found = accept_invitation(post.session, until - HOUR, invitation, until + HOUR, actor)
    assert found is not None
