"""A request that is held while experts are being asked, and other limits of asking again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from service.actions.deadlines.check_deadlines import check_deadlines
from service.actions.invitations.accept_invitation import accept_invitation
from service.actions.invitations.add_to_list import add_to_list
from service.actions.invitations.extend_answer import extend_answer
from service.actions.invitations.invite_wave import invite_next
from service.actions.invitations.not_possible import close_as_undeliverable
from service.actions.invitations.resend_invitation import resend_invitation
from service.actions.matching.approve_list import approve_list
from service.actions.requests.add_information import add_information
from service.actions.requests.release_hold import release_hold
from service.domain.actor import Actor, expert
from service.domain.errors import DeadLink, InvalidChoice, StepNotAllowed, StillOnHold
from service.domain.invitation import InvitationState
from service.storage import outbox_mail
from service.storage.request import SupportRequest
from tests.sample_case import NOW

HOUR = timedelta(hours=1)
THREAT = "De burgemeester wordt bedreigd."

Proposed = Callable[..., SupportRequest]


def test_nobody_says_yes_to_a_held_request(
    session: Session, proposed: Proposed, coordinator: Actor
) -> None:
    request = proposed()
    (invitation,) = invite_next(session, NOW, request, coordinator)
    add_information(session, NOW, request, THREAT)
    assert request.held
    with pytest.raises(StillOnHold):
        resend_invitation(session, NOW, invitation, coordinator)
    with pytest.raises(StillOnHold):
        accept_invitation(
            session, NOW + HOUR, invitation, NOW + 3 * HOUR, expert(invitation.expert_id)
        )


def test_nobody_runs_out_of_time_on_hold_and_the_release_gives_it_back(
    session: Session, proposed: Proposed, coordinator: Actor
) -> None:
    request = proposed()
    (invitation,) = invite_next(session, NOW, request, coordinator)
    invitation.mailed_at = NOW
    add_information(session, NOW, request, THREAT)
    mailed = invitation.answer_by
    check_deadlines(session, mailed)
    assert invitation.state == InvitationState.OPEN and invitation.answer_by > mailed
    later = invitation.answer_by - timedelta(minutes=1)
    release_hold(session, later, request, coordinator, "Alleen sparren.", false_alarm=True)
    assert invitation.answer_by > later + HOUR
    kinds = [mail.kind for mail in outbox_mail.of_request(session, request.id)]
    assert kinds.count("answer_extended") == 1
    assert accept_invitation(session, later, invitation, later + HOUR, expert(invitation.expert_id))


def test_more_time_lies_ahead(session: Session, proposed: Proposed, coordinator: Actor) -> None:
    (invitation,) = invite_next(session, NOW, proposed(), coordinator)
    late = invitation.answer_by + 2 * HOUR
    with pytest.raises(InvalidChoice, match="dat nog komt"):
        extend_answer(session, late, invitation, coordinator, late - HOUR)
    extend_answer(session, late, invitation, coordinator, late + HOUR)
    assert invitation.answer_by == late + HOUR


def test_who_left_the_list_is_not_invited_again(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed()
    (invitation,) = invite_next(session, NOW, request, coordinator)
    close_as_undeliverable(session, NOW, invitation)
    others = [expert_id for expert_id in experts if expert_id != invitation.expert_id]
    approve_list(session, NOW, request, coordinator, others, "Samenvatting.", 1, 1)
    with pytest.raises(DeadLink):
        resend_invitation(session, NOW, invitation, coordinator)


def test_a_list_begins_with_its_approval(
    session: Session, submit: Callable[[], SupportRequest], coordinator: Actor, experts: list[int]
) -> None:
    with pytest.raises(StepNotAllowed):
        add_to_list(session, NOW, submit(), coordinator, experts[0])
