"""Mistakes that are taken back: state, clocks and mails as if they had not been made."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from service.actions.deadlines.check_deadlines import check_deadlines
from service.actions.invitations.accept_invitation import accept_invitation
from service.actions.invitations.assignments import confirm_contact, record_check_in
from service.actions.invitations.decline_invitation import decline_invitation
from service.actions.invitations.hold_inviting import set_inviting_on_hold
from service.actions.invitations.invite_wave import invite_next
from service.actions.requests.add_information import add_information
from service.actions.requests.ask_requester import ask_requester
from service.actions.requests.end_request import close_request, reopen_request, withdraw_request
from service.actions.requests.own_case import take_case
from service.actions.requests.record_call_back import record_call_back
from service.actions.undo.undo_act import undo_act
from service.domain.actor import REQUESTER, Actor, expert
from service.domain.errors import ChangedMeanwhile
from service.domain.invitation import DeclineReason
from service.domain.step import Step
from service.domain.undo import CannotUndo, WhyNot
from service.storage import deadline as deadlines
from service.storage import history_event
from service.storage import invitation as invitations
from service.storage.invitation import Assignment, Invitation
from service.storage.request import SupportRequest
from tests.actions.case_readings import clock, mail_kinds, states
from tests.actions.conftest import NOW

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
Story = Callable[..., SupportRequest]
UndoLast = Callable[..., None]


@pytest.fixture
def undo(session: Session, coordinator: Actor) -> UndoLast:
    """Take back the latest act of this kind; the step of the state that follows is no act."""

    def _undo(request: SupportRequest, kind: str, at: datetime = NOW + 2 * HOUR) -> None:
        session.flush()
        events = [e for e in history_event.of_request(session, request.id) if e.kind == kind]
        acts = [e for e in events if e.kind != "check_in" or e.facts]
        undo_act(session, at, request, coordinator, acts[-1].id, "Verkeerde zaak.")
        session.flush()

    return _undo


def say_yes(session: Session, invitation: Invitation, actor: Actor) -> Assignment:
    found = accept_invitation(session, NOW + HOUR, invitation, NOW + 5 * HOUR, actor)
    assert found is not None
    return found


def one_says_yes(session: Session, request: SupportRequest, coordinator: Actor) -> Assignment:
    (invitation,) = invite_next(session, NOW, request, coordinator)
    return say_yes(session, invitation, expert(invitation.expert_id))


def say_no(session: Session, invitation: Invitation, actor: Actor, **answer: object) -> None:
    decline_invitation(session, NOW + HOUR, invitation, DeclineReason.NO_TIME, actor, **answer)


def test_a_call_back_in_the_wrong_case(
    session: Session, submit: Story, coordinator: Actor, undo: UndoLast
) -> None:
    request = submit()
    due = clock(session, request, Step.ACKNOWLEDGEMENT).due_at
    record_call_back(session, NOW + HOUR, request, coordinator)
    undo(request, "call_back", NOW + HOUR)
    assert (request.status, request.called_back_at, request.owner_id) == ("submitted", None, None)
    row = clock(session, request, Step.ACKNOWLEDGEMENT)
    assert (row.met_at, row.due_at) == (None, due)
    check_deadlines(session, due)
    events = [event.kind for event in history_event.of_request(session, request.id)]
    assert {"call_back_undone", "deadline_breached"} <= set(events)


def test_of_two_calls_the_other_one_counts(
    session: Session, submit: Story, coordinator: Actor, undo: UndoLast
) -> None:
    request = submit()
    record_call_back(session, NOW + HOUR, request, coordinator)
    record_call_back(session, NOW + 2 * HOUR, request, coordinator)
    undo(request, "call_back")
    assert (request.status, request.called_back_at) == ("acknowledged", NOW + HOUR)
    assert clock(session, request, Step.ACKNOWLEDGEMENT).met_at == NOW + HOUR
    assert request.owner_id == coordinator.id


def test_without_the_earlier_call_the_later_one_counts(
    session: Session, submit: Story, coordinator: Actor, undo: UndoLast
) -> None:
    request = submit()
    record_call_back(session, NOW + HOUR, request, coordinator)
    record_call_back(session, NOW + 2 * HOUR, request, coordinator, called_at=NOW + 30 * MINUTE)
    undo(request, "call_back")
    assert request.called_back_at == NOW + HOUR
    assert clock(session, request, Step.ACKNOWLEDGEMENT).met_at == NOW + HOUR


def test_a_question_by_mail_stays_an_answer_without_the_call(
    session: Session, submit: Story, coordinator: Actor, undo: UndoLast
) -> None:
    request = submit()
    ask_requester(session, NOW, request, coordinator, "Waar?")
    add_information(session, NOW + HOUR, request, "Hier.")
    record_call_back(session, NOW + HOUR, request, coordinator)
    undo(request, "call_back")
    assert (request.status, request.called_back_at) == ("acknowledged", None)
    assert clock(session, request, Step.ACKNOWLEDGEMENT).met_at == NOW


def test_a_question_by_mail_from_before_a_reopening_answers_nothing(
    session: Session, submit: Story, coordinator: Actor, undo: UndoLast
) -> None:
    request = submit()
    ask_requester(session, NOW, request, coordinator, "Waar?")
    withdraw_request(session, NOW + HOUR, request, REQUESTER)
    reopen_request(session, NOW + 2 * HOUR, request, coordinator)
    record_call_back(session, NOW + 3 * HOUR, request, coordinator)
    assert clock(session, request, Step.ACKNOWLEDGEMENT).met_at == NOW + 3 * HOUR
    undo(request, "call_back", NOW + 3 * HOUR)
    assert clock(session, request, Step.ACKNOWLEDGEMENT).met_at is None


def test_taking_a_case_over_does_not_stand_in_the_way(
    session: Session, submit: Story, coordinator: Actor, undo: UndoLast
) -> None:
    request = submit()
    record_call_back(session, NOW, request, coordinator)
    take_case(session, NOW, request, coordinator)
    undo(request, "call_back")
    assert request.status == "submitted"


def test_a_hold(session: Session, proposed: Story, coordinator: Actor, undo: UndoLast) -> None:
    request = proposed()
    (invitation,) = invite_next(session, NOW, request, coordinator)
    set_inviting_on_hold(session, NOW, request, coordinator, True)
    undo(request, "inviting_held")
    assert request.inviting_on_hold is False
    say_no(session, invitation, expert(invitation.expert_id))
    assert states(session, request) == ["declined", "open"]


def test_a_yes_recorded_for_the_wrong_person(
    session: Session, proposed: Story, coordinator: Actor, undo: UndoLast
) -> None:
    request = proposed(parallel=2)
    first, _second = invite_next(session, NOW, request, coordinator)
    answer_by = first.answer_by
    assignment = say_yes(session, first, coordinator)
    undo(request, "invitation_accepted")
    assert (request.status, assignment.state) == ("invited", "undone")
    assert (first.state, first.answered_at, first.answer_by) == ("open", None, answer_by)
    # The other one was told that the place is taken, and is asked again.
    assert states(session, request) == ["open", "stood_down", "open"]
    assert mail_kinds(session)[-3:] == ["acceptance_undone", "answer_undone", "invitation"]
    own = [row for row in deadlines.of_request(session, request.id) if row.assignment_id]
    assert all(row.cancelled_at for row in own)
    assert [row.assignment_id for row in deadlines.running(session, request.id, "first_contact")]
    again = say_yes(session, first, expert(first.expert_id))
    assert again is assignment
    assert (again.state, again.ended_at, again.calendar_sequence) == ("accepted", None, 2)
    assert request.status == "accepted"


def test_a_yes_of_the_expert_is_not_ours_to_take_back(
    session: Session, proposed: Story, coordinator: Actor, undo: UndoLast
) -> None:
    request = proposed()
    one_says_yes(session, request, coordinator)
    with pytest.raises(CannotUndo) as refusal:
        undo(request, "invitation_accepted")
    assert refusal.value.reason is WhyNot.OWN_ANSWER


def test_a_no_clicked_by_mistake(
    session: Session, proposed: Story, coordinator: Actor, undo: UndoLast
) -> None:
    request = proposed()
    (first,) = invite_next(session, NOW, request, coordinator)
    answer_by, away = first.answer_by, (NOW + timedelta(days=20)).date()
    actor = expert(first.expert_id)
    say_no(session, first, actor, unavailable_until=away, suggestion="Een collega")
    undo(request, "invitation_declined")
    assert (first.state, first.answer_by) == ("open", answer_by)
    assert (first.decline_reason, first.suggestion) == (None, "")
    assert first.expert.unavailable_until is None
    # Who was asked instead stays asked; the first yes counts.
    assert states(session, request) == ["open", "open"]
    assert mail_kinds(session)[-1] == "answer_undone"
    say_yes(session, first, actor)
    assert states(session, request) == ["accepted", "stood_down"]


def test_a_no_clicked_by_mistake_counts_after_the_time(
    session: Session, proposed: Story, coordinator: Actor, undo: UndoLast
) -> None:
    request = proposed()
    (first,) = invite_next(session, NOW, request, coordinator)
    say_no(session, first, expert(first.expert_id))
    with pytest.raises(CannotUndo) as refusal:
        undo(request, "invitation_declined", first.answer_by)
    assert refusal.value.reason is WhyNot.TIME_OVER


def test_a_no_that_we_recorded_leaves_the_warning_margin(
    session: Session, proposed: Story, coordinator: Actor, undo: UndoLast
) -> None:
    request = proposed()
    (first,) = invite_next(session, NOW, request, coordinator)
    say_no(session, first, coordinator)
    later = first.answer_by + 30 * MINUTE
    undo(request, "invitation_declined", later)
    # A quarter of the four hours.
    assert (first.state, first.answer_by) == ("open", later + HOUR)
    row = clock(session, request, Step.EXPERT_REACTION)
    reopened = deadlines.running(session, request.id, invitation_id=first.id)
    assert row.invitation_id != first.id
    assert [(r.due_at, r.warn_at) for r in reopened] == [(later + HOUR, later + 45 * MINUTE)]


def test_a_filled_place_is_not_opened_for_an_earlier_no(
    session: Session, proposed: Story, coordinator: Actor, undo: UndoLast
) -> None:
    request = proposed()
    (first,) = invite_next(session, NOW, request, coordinator)
    say_no(session, first, expert(first.expert_id))
    (second,) = invitations.open_of_request(session, request.id)
    say_yes(session, second, expert(second.expert_id))
    with pytest.raises(CannotUndo) as refusal:
        undo(request, "invitation_declined")
    assert refusal.value.reason is WhyNot.PLACES_FILLED


def test_a_no_of_one_does_not_stand_in_the_way_of_another(
    session: Session, proposed: Story, coordinator: Actor, undo: UndoLast
) -> None:
    request = proposed(places=2)
    first, second = invite_next(session, NOW, request, coordinator)
    say_no(session, first, coordinator)
    say_no(session, second, expert(second.expert_id))
    declined = [
        e
        for e in history_event.of_request(session, request.id)
        if e.kind == "invitation_declined" and e.facts["expert_id"] == first.expert_id
    ]
    undo_act(session, NOW + 2 * HOUR, request, coordinator, declined[0].id, "Vergissing.")
    assert first.state == "open"


def test_a_contact_that_did_not_take_place(
    session: Session, proposed: Story, coordinator: Actor, undo: UndoLast
) -> None:
    request = proposed()
    assignment = one_says_yes(session, request, coordinator)
    promised = clock(session, request, Step.FIRST_CONTACT).due_at
    confirm_contact(session, NOW + HOUR, assignment, coordinator)
    undo(request, "contact_confirmed")
    assert (request.status, assignment.state) == ("accepted", "accepted")
    assert assignment.contacted_at is None
    row = clock(session, request, Step.FIRST_CONTACT)
    assert (row.met_at, row.due_at, row.next_check_at) == (None, promised, row.warn_at)
    assert clock(session, request, Step.CHECK_IN).cancelled_at == NOW + 2 * HOUR
    confirm_contact(session, NOW + 3 * HOUR, assignment, coordinator)
    assert (request.status, row.met_at) == ("contacted", NOW + 3 * HOUR)


def test_a_check_in_that_did_not_take_place(
    session: Session, proposed: Story, coordinator: Actor, undo: UndoLast
) -> None:
    request = proposed()
    assignment = one_says_yes(session, request, coordinator)
    confirm_contact(session, NOW + HOUR, assignment, coordinator)
    record_check_in(session, NOW + HOUR, assignment, coordinator)
    undo(request, "check_in")
    assert (request.status, assignment.state) == ("contacted", "contacted")
    assert clock(session, request, Step.CHECK_IN).met_at is None
    # Two steps back: the contact too.
    undo(request, "contact_confirmed")
    assert request.status == "accepted"


def test_what_others_build_on_stays(
    session: Session, submit: Story, coordinator: Actor, undo: UndoLast
) -> None:
    request = submit()
    record_call_back(session, NOW, request, coordinator)
    ask_requester(session, NOW, request, coordinator, "Waar?")
    with pytest.raises(ChangedMeanwhile):
        undo(request, "call_back")
    with pytest.raises(CannotUndo) as refusal:
        undo(request, "ask_requester")
    assert (refusal.value.reason, refusal.value.kind) == (WhyNot.OTHER_ACT, "ask_requester")


def test_an_ended_request_stays_as_it_is(
    session: Session, proposed: Story, coordinator: Actor, undo: UndoLast
) -> None:
    request = proposed()
    close_request(session, NOW, request, coordinator)
    with pytest.raises(CannotUndo) as refusal:
        undo(request, "close")
    assert refusal.value.reason is WhyNot.OTHER_ACT


def test_an_act_is_taken_back_once(
    session: Session, submit: Story, coordinator: Actor, undo: UndoLast
) -> None:
    request = submit()
    record_call_back(session, NOW, request, coordinator)
    undo(request, "call_back")
    with pytest.raises(ChangedMeanwhile):
        undo(request, "call_back")


def test_of_two_check_ins_the_other_one_counts(
    session: Session, proposed: Story, coordinator: Actor, undo: UndoLast
) -> None:
    request = proposed()
    assignment = one_says_yes(session, request, coordinator)
    confirm_contact(session, NOW + HOUR, assignment, coordinator)
    record_check_in(session, NOW + HOUR, assignment, coordinator)
    record_check_in(session, NOW + 2 * HOUR, assignment, coordinator)
    undo(request, "check_in")
    assert (request.status, assignment.state) == ("active", "active")
    assert clock(session, request, Step.CHECK_IN).met_at == NOW + HOUR
