"""What the coordinator may do while experts are being asked: more time, again, one more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from expert_registry.tables import Expert
from service.actions.deadlines.check_deadlines import check_deadlines
from service.actions.invitations.accept_invitation import accept_invitation
from service.actions.invitations.add_to_list import add_to_list
from service.actions.invitations.decline_invitation import decline_invitation
from service.actions.invitations.extend_answer import extend_answer
from service.actions.invitations.invite_wave import invite_next
from service.actions.invitations.not_possible import close_as_undeliverable
from service.actions.invitations.resend_invitation import resend_invitation
from service.actions.mail.resend_mail import resend_mail
from service.actions.matching.approve_list import approve_list
from service.domain.actor import Actor, expert
from service.domain.errors import CannotBeAsked, DeadLink, InvalidChoice, PlaceTaken
from service.domain.invitation import DeclineReason
from service.domain.step import Step
from service.storage import deadline as deadlines
from service.storage import history_event, shortlist_entry
from service.storage import invitation as invitations
from service.storage.outbox_mail import MailState
from service.storage.request import SupportRequest
from tests.actions.case_readings import mails, open_now
from tests.actions.conftest import NOW

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
Story = Callable[..., SupportRequest]


def test_more_time_to_answer(session: Session, proposed: Story, coordinator: Actor) -> None:
    request = proposed()
    (invitation,) = invite_next(session, NOW, request, coordinator)
    invitation.mailed_at = NOW
    check_deadlines(session, NOW + 3 * HOUR)
    until = NOW + 8 * HOUR
    extend_answer(session, NOW + 3 * HOUR, invitation, coordinator, until, "Zit in een overleg.")
    assert invitation.answer_by == until
    assert [m.recipient_id for m in mails(session, "answer_extended")] == [invitation.expert_id]
    assert [m.recipient_kind for m in mails(session, "answer_later")] == ["requester"]
    check_deadlines(session, NOW + 4 * HOUR)
    assert invitation.state == "open"
    # Three quarters of the five hours that are left.
    check_deadlines(session, NOW + 3 * HOUR + 225 * MINUTE)
    assert len(mails(session, "invitation_reminder")) == 2
    check_deadlines(session, until)
    assert invitation.state == "expired"


@pytest.mark.parametrize("hours", [1, 4, 15 * 24])
def test_a_time_that_was_mailed_is_never_shortened_nor_endless(
    session: Session, proposed: Story, coordinator: Actor, hours: int
) -> None:
    (invitation,) = invite_next(session, NOW, proposed(), coordinator)
    with pytest.raises(InvalidChoice):
        extend_answer(session, NOW, invitation, coordinator, NOW + hours * HOUR)
    assert invitation.answer_by == NOW + 4 * HOUR


def test_an_answered_invitation_gets_no_more_time(
    session: Session, proposed: Story, coordinator: Actor
) -> None:
    (invitation,) = invite_next(session, NOW, proposed(), coordinator)
    actor = expert(invitation.expert_id)
    decline_invitation(session, NOW, invitation, DeclineReason.NO_TIME, actor)
    with pytest.raises(DeadLink):
        extend_answer(session, NOW, invitation, coordinator, NOW + 9 * HOUR)


def test_an_invitation_is_mailed_again_with_the_same_time(
    session: Session, proposed: Story, coordinator: Actor
) -> None:
    request = proposed()
    (invitation,) = invite_next(session, NOW, request, coordinator)
    (first,) = mails(session, "invitation")
    resend_invitation(session, NOW, invitation, coordinator)
    assert len(mails(session, "invitation")) == 1
    first.state, invitation.mailed_at = MailState.SENT, NOW
    resend_invitation(session, NOW + HOUR, invitation, coordinator)
    assert len(mails(session, "invitation")) == 2
    assert (invitation.answer_by, open_now(session, request)) == (
        NOW + 4 * HOUR,
        [invitation.expert_id],
    )
    with pytest.raises(DeadLink):
        resend_invitation(session, NOW + 4 * HOUR, invitation, coordinator)


def test_an_invitation_that_never_arrived_starts_again(
    session: Session, proposed: Story, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed()
    (invitation,) = invite_next(session, NOW, request, coordinator)
    close_as_undeliverable(session, NOW + HOUR, invitation)
    assert open_now(session, request) == experts[1:2]
    mails(session, "invitation")[0].state = MailState.FAILED
    resend_invitation(session, NOW + 2 * HOUR, invitation, coordinator)
    assert open_now(session, request) == experts[:2]
    assert invitation.answer_by == NOW + 6 * HOUR
    assert [m.recipient_id for m in mails(session, "invitation")] == [*experts[:2], experts[0]]
    invitation.mailed_at = NOW + 2 * HOUR
    check_deadlines(session, NOW + 6 * HOUR)
    assert invitation.state == "expired"


def test_who_may_not_be_asked_any_more_is_not_mailed_again(
    session: Session, proposed: Story, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed()
    (invitation,) = invite_next(session, NOW, request, coordinator)
    close_as_undeliverable(session, NOW, invitation)
    session.get_one(Expert, experts[0]).municipality = request.municipality
    session.flush()
    with pytest.raises(CannotBeAsked, match="Zeist"):
        resend_invitation(session, NOW, invitation, coordinator)


def test_a_filled_place_needs_no_mail_again(
    session: Session, proposed: Story, coordinator: Actor
) -> None:
    request = proposed()
    (invitation,) = invite_next(session, NOW, request, coordinator)
    close_as_undeliverable(session, NOW, invitation)
    (second,) = invitations.open_of_request(session, request.id)
    accept_invitation(session, NOW, second, NOW + HOUR, expert(second.expert_id))
    with pytest.raises(PlaceTaken):
        resend_invitation(session, NOW, invitation, coordinator)


def test_a_failed_mail_is_sent_again_with_new_attempts(
    session: Session, submit: Story, coordinator: Actor
) -> None:
    request = submit()
    (receipt,) = mails(session, "receipt")
    with pytest.raises(InvalidChoice):
        resend_mail(session, NOW, request, receipt, coordinator)
    receipt.state, receipt.attempts, receipt.last_error = MailState.FAILED, 7, "550"
    receipt.next_attempt_at = None
    session.flush()
    resend_mail(session, NOW + 30 * HOUR, request, receipt, coordinator)
    session.flush()
    session.refresh(receipt)
    assert [receipt.state, receipt.attempts, receipt.last_error] == [MailState.QUEUED, 0, None]
    assert receipt.next_attempt_at == receipt.queued_at == NOW + 30 * HOUR


def test_a_person_is_added_while_asking(
    session: Session, proposed: Story, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed()
    approve_list(session, NOW, request, coordinator, experts[:2], "Kort.", 1, 1)
    (first,) = invite_next(session, NOW, request, coordinator)
    add_to_list(session, NOW, request, coordinator, experts[4], position=1)
    add_to_list(session, NOW, request, coordinator, experts[3])
    listed = [entry.expert_id for entry in shortlist_entry.of_request(session, request.id)]
    assert listed == [experts[4], experts[0], experts[1], experts[3]]
    assert open_now(session, request) == [experts[0]]
    decline_invitation(session, NOW, first, DeclineReason.NO_TIME, expert(first.expert_id))
    assert open_now(session, request) == [experts[4]]
    with pytest.raises(InvalidChoice):
        add_to_list(session, NOW, request, coordinator, experts[3])


def test_a_person_added_to_a_list_that_ran_out_is_asked_at_once(
    session: Session, proposed: Story, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed()
    approve_list(session, NOW, request, coordinator, experts[:1], "Kort.", 1, 1)
    (first,) = invite_next(session, NOW, request, coordinator)
    decline_invitation(session, NOW, first, DeclineReason.NO_TIME, expert(first.expert_id))
    assert request.status == "proposed"
    add_to_list(session, NOW, request, coordinator, experts[2])
    assert (request.status, open_now(session, request)) == ("invited", [experts[2]])
    events = [event.kind for event in history_event.of_request(session, request.id)]
    assert "list_extended" in events


def test_fewer_places_than_were_wanted_may_be_enough(
    session: Session, proposed: Story, coordinator: Actor, experts: list[int]
) -> None:
    """Of two places one is filled and nobody is left to ask: then one is made to be enough."""
    request = proposed(places=2)
    approve_list(session, NOW, request, coordinator, experts[:2], "Onrust.", places=2)
    first, second = invite_next(session, NOW, request, coordinator, 2)
    actor = expert(first.expert_id)
    accept_invitation(session, NOW, first, NOW + HOUR, actor)
    decline_invitation(session, NOW, second, DeclineReason.NO_TIME, expert(second.expert_id))
    assert request.status == "proposed"
    approve_list(session, NOW, request, coordinator, experts[:2], "Onrust.", places=1)
    assert request.status == "accepted"
    session.flush()
    own = deadlines.running(session, request.id, Step.FIRST_CONTACT)
    assert [row.assignment_id is not None for row in own] == [True]
