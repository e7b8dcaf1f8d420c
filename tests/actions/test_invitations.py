"""Invitations as stories: waves, cascade, places, answers."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.tables import Expert
from service.actions.deadlines.check_deadlines import check_deadlines
from service.actions.invitations.accept_invitation import accept_invitation
from service.actions.invitations.assignments import (
    confirm_contact,
    hand_back,
    record_check_in,
    refuse_expert,
)
from service.actions.invitations.decline_invitation import decline_invitation
from service.actions.invitations.hold_inviting import set_inviting_on_hold
from service.actions.invitations.invite_wave import invite_next
from service.actions.invitations.withdraw_invitation import withdraw_invitation
from service.actions.requests.end_request import close_request, withdraw_request
from service.domain.actor import REQUESTER, Actor, expert
from service.domain.errors import (
    AlreadyAnswered,
    DeadLink,
    InvalidChoice,
    NotCalledBack,
    NothingToInvite,
    RefusalUsed,
    StepNotAllowed,
)
from service.domain.invitation import DeclineReason, InvitationState
from service.storage import invitation as invitations
from service.storage.deadline import Deadline
from service.storage.invitation import Assignment, Invitation
from service.storage.request import SupportRequest
from tests.actions.case_readings import mails, states
from tests.actions.conftest import NOW

HOUR = timedelta(hours=1)
Proposed = Callable[..., SupportRequest]


def mailed(session: Session, request: SupportRequest) -> None:
    """The invitations have left, so their time runs."""
    for invitation in invitations.open_of_request(session, request.id):
        invitation.mailed_at = invitation.sent_at


def accept(session: Session, invitation: Invitation, when: timedelta = HOUR) -> Assignment:
    assignment = accept_invitation(
        session, NOW + when, invitation, NOW + 5 * HOUR, expert(invitation.expert_id)
    )
    assert assignment is not None
    return assignment


def decline(session: Session, invitation: Invitation, **answers: object) -> None:
    decline_invitation(
        session,
        NOW + HOUR,
        invitation,
        DeclineReason.NO_TIME,
        expert(invitation.expert_id),
        **answers,
    )


def test_a_wave_invites_the_first_of_the_list(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed(places=1, parallel=2)
    sent = invite_next(session, NOW, request, coordinator)
    assert [i.expert_id for i in sent] == experts[:2]
    assert request.status == "invited"
    assert [m.recipient_id for m in mails(session, "invitation")] == experts[:2]
    assert all(i.answer_by == NOW + 4 * HOUR for i in sent)


def test_a_decline_asks_the_next_at_once(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed(places=1, parallel=2)
    first, _second = invite_next(session, NOW, request, coordinator)
    decline(session, first, suggestion="Een collega van de academie")
    assert states(session, request) == ["declined", "open", "open"]
    assert mails(session, "invitation")[-1].recipient_id == experts[2]
    assert len(mails(session, "suggestion")) == 1


def test_an_acceptance_fills_the_place_and_stands_the_rest_down(
    session: Session, proposed: Proposed, coordinator: Actor
) -> None:
    request = proposed(places=1, parallel=2)
    first, second = invite_next(session, NOW, request, coordinator)
    accept(session, second)
    assert states(session, request) == ["stood_down", "accepted"]
    assert request.status == "accepted"
    assert [m.recipient_id for m in mails(session, "stand_down")] == [first.expert_id]
    assert len(mails(session, "accepted_requester")) == len(mails(session, "accepted_expert")) == 1
    with pytest.raises(DeadLink, match="stood_down"):
        accept(session, first)


def test_two_places_need_two_acceptances(
    session: Session, proposed: Proposed, coordinator: Actor
) -> None:
    request = proposed(places=2)
    first, second = invite_next(session, NOW, request, coordinator)
    accept(session, first)
    assert request.status == "invited"
    accept(session, second)
    assert request.status == "accepted"
    assert not mails(session, "stand_down")


def test_the_same_answer_again_changes_nothing(
    session: Session, proposed: Proposed, coordinator: Actor
) -> None:
    request = proposed()
    (invitation,) = invite_next(session, NOW, request, coordinator)
    assert accept(session, invitation) is accept(session, invitation)
    assert len(mails(session, "accepted_expert")) == 1


def test_the_opposite_answer_is_refused(
    session: Session, proposed: Proposed, coordinator: Actor
) -> None:
    request = proposed()
    (invitation,) = invite_next(session, NOW, request, coordinator)
    accept(session, invitation)
    with pytest.raises(AlreadyAnswered):
        decline(session, invitation)


def test_an_answer_after_the_time_is_too_late(
    session: Session, proposed: Proposed, coordinator: Actor
) -> None:
    request = proposed()
    (invitation,) = invite_next(session, NOW, request, coordinator)
    with pytest.raises(DeadLink, match="expired"):
        accept(session, invitation, 4 * HOUR)


@pytest.mark.parametrize("moment", [-HOUR, timedelta(days=61)])
def test_a_first_contact_has_to_lie_ahead(
    session: Session, proposed: Proposed, coordinator: Actor, moment: timedelta
) -> None:
    request = proposed()
    (invitation,) = invite_next(session, NOW, request, coordinator)
    with pytest.raises(InvalidChoice, match="moment"):
        accept_invitation(session, NOW, invitation, NOW + moment, expert(invitation.expert_id))


def test_no_answer_expires_and_asks_the_next(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed()
    invite_next(session, NOW, request, coordinator)
    mailed(session, request)
    session.commit()
    assert check_deadlines(session, NOW + 3 * HOUR) > 0
    assert [m.recipient_id for m in mails(session, "invitation_reminder")] == experts[:1]
    check_deadlines(session, NOW + 4 * HOUR)
    assert states(session, request) == ["expired", "open"]
    assert mails(session, "invitation")[-1].recipient_id == experts[1]
    sent = len(mails(session, "invitation"))
    check_deadlines(session, NOW + 4 * HOUR)
    assert len(mails(session, "invitation")) == sent


def test_a_used_up_list_goes_back_to_the_coordinator_who_was_warned_before(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed(parallel=3)
    invite_next(session, NOW, request, coordinator)
    assert not mails(session, "list_low")
    for _expert in experts:
        decline(session, invitations.open_of_request(session, request.id)[0])
    assert len(mails(session, "list_low")) == 1
    assert request.status == "proposed"
    with pytest.raises(NothingToInvite):
        invite_next(session, NOW, request, coordinator)


def test_an_absence_from_the_answer_is_stored_and_skips_the_expert_later(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed()
    (invitation,) = invite_next(session, NOW, request, coordinator)
    decline(session, invitation, unavailable_until=(NOW + timedelta(days=20)).date())
    assert invitation.expert.unavailable_until == (NOW + timedelta(days=20)).date()


def test_who_may_not_be_asked_is_skipped(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed()
    session.get_one(Expert, experts[0]).municipality = "Zeist"
    session.get_one(Expert, experts[1]).status = "paused"
    session.get_one(Expert, experts[2]).email = ""
    session.flush()
    (invitation,) = invite_next(session, NOW, request, coordinator)
    assert invitation.expert_id == experts[3]


def test_without_a_call_back_no_invitation_leaves_unless_overridden(
    session: Session, proposed: Proposed, coordinator: Actor
) -> None:
    request = proposed()
    request.called_back_at = None
    with pytest.raises(NotCalledBack):
        invite_next(session, NOW, request, coordinator)
    assert invite_next(session, NOW, request, coordinator, call_back_override="Raad loopt al")


def test_held_inviting_waits_and_goes_on(
    session: Session, proposed: Proposed, coordinator: Actor
) -> None:
    request = proposed()
    (invitation,) = invite_next(session, NOW, request, coordinator)
    set_inviting_on_hold(session, NOW, request, coordinator, True)
    decline(session, invitation)
    assert states(session, request) == ["declined"]
    set_inviting_on_hold(session, NOW, request, coordinator, False)
    assert states(session, request) == ["declined", "open"]


def test_a_withdrawn_invitation_is_told_and_replaced(
    session: Session, proposed: Proposed, coordinator: Actor
) -> None:
    request = proposed()
    (invitation,) = invite_next(session, NOW, request, coordinator)
    withdraw_invitation(session, NOW, invitation, coordinator)
    assert states(session, request) == ["withdrawn", "open"]
    assert len(mails(session, "stand_down")) == 1


def test_the_requester_refuses_once_and_the_next_is_asked(
    session: Session, proposed: Proposed, coordinator: Actor
) -> None:
    request = proposed()
    (invitation,) = invite_next(session, NOW, request, coordinator)
    refuse_expert(session, NOW + HOUR, accept(session, invitation), REQUESTER)
    assert request.status == "invited"
    assert len(mails(session, "refused_expert")) == len(mails(session, "requester_refused")) == 1
    (second,) = invitations.open_of_request(session, request.id)
    with pytest.raises(RefusalUsed):
        refuse_expert(session, NOW + HOUR, accept(session, second), REQUESTER)


def test_who_was_stood_down_may_be_asked_again(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed(parallel=2)
    first, _second = invite_next(session, NOW, request, coordinator)
    assignment = accept(session, first)
    hand_back(session, NOW + HOUR, assignment, expert(first.expert_id))
    again = invitations.open_of_request(session, request.id)
    assert [(i.expert_id, i.attempt) for i in again] == [(experts[1], 2), (experts[2], 1)]
    assert len(mails(session, "handed_back")) == 3, "requester, expert and bureau"


def test_contact_check_in_and_close_follow_each_other(
    session: Session, proposed: Proposed, coordinator: Actor
) -> None:
    request = proposed()
    (invitation,) = invite_next(session, NOW, request, coordinator)
    assignment = accept(session, invitation)
    with pytest.raises(StepNotAllowed):
        record_check_in(session, NOW, assignment, coordinator)
    confirm_contact(session, NOW + 2 * HOUR, assignment, expert(invitation.expert_id))
    confirm_contact(session, NOW + 3 * HOUR, assignment, coordinator)
    assert (request.status, assignment.contacted_at) == ("contacted", NOW + 2 * HOUR)
    record_check_in(session, NOW + 4 * HOUR, assignment, coordinator)
    assert request.status == "active"
    close_request(session, NOW + 5 * HOUR, request, coordinator, "Vroeg bellen hielp.")
    assert request.status == "closed"
    assert len(mails(session, "evaluation_requester")) == len(mails(session, "evaluation_expert"))
    running = session.scalars(
        select(Deadline.step).where(Deadline.met_at.is_(None), Deadline.cancelled_at.is_(None))
    ).all()
    assert sorted(running) == ["evaluation", "receipt"]


def test_a_withdrawn_request_leaves_nobody_waiting(
    session: Session, proposed: Proposed, coordinator: Actor
) -> None:
    request = proposed(places=2, parallel=3)
    first, *_rest = invite_next(session, NOW, request, coordinator)
    accept(session, first)
    withdraw_request(session, NOW + 2 * HOUR, request, REQUESTER)
    assert states(session, request) == ["accepted", "stood_down", "stood_down"]
    assert not invitations.live_assignments(session, request.id)
    assert len(mails(session, "stand_down")) == 3
    assert InvitationState.OPEN not in states(session, request)
