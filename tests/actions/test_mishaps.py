"""What may go wrong on the way, and what then still holds."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from expert_registry.tables import Expert, Partner
from service.actions.deadlines.check_deadlines import check_deadlines
from service.actions.invitations.accept_invitation import accept_invitation
from service.actions.invitations.assignments import confirm_contact, hand_back, record_check_in
from service.actions.invitations.decline_invitation import decline_invitation
from service.actions.invitations.hold_inviting import set_inviting_on_hold
from service.actions.invitations.invite_wave import invite_next
from service.actions.mail.recipients import owner_or_on_call
from service.actions.matching.approve_list import approve_list
from service.actions.requests.add_information import add_information
from service.actions.requests.ask_requester import ask_requester
from service.actions.requests.correct_request import correct_tags
from service.actions.requests.decide_to_match import decide_to_match
from service.actions.requests.end_request import (
    close_request,
    declare_no_match,
    reopen_request,
    withdraw_request,
)
from service.actions.requests.erase_text import erase_text
from service.actions.requests.refer_on import refer_on
from service.actions.requests.release_hold import release_hold
from service.domain.actor import REQUESTER, Actor, expert
from service.domain.errors import InvalidChoice, StepNotAllowed
from service.domain.intake import Phase
from service.domain.invitation import DeclineReason
from service.domain.step import Step
from service.domain.urgency import Urgency
from service.storage import deadline as deadlines
from service.storage import history_event
from service.storage import invitation as invitations
from service.storage.deadline import Deadline
from service.storage.invitation import Assignment, Invitation
from service.storage.request import SupportRequest
from service.storage.user_account import UserAccount
from tests.actions.case_readings import mail_kinds, open_now
from tests.actions.conftest import NOW

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
Proposed = Callable[..., SupportRequest]


def first_contact(session: Session, request: SupportRequest) -> list[Deadline]:
    session.flush()
    return list(deadlines.running(session, request.id, Step.FIRST_CONTACT))


def say_yes(session: Session, invitation: Invitation, when: timedelta = HOUR) -> Assignment:
    assignment = accept_invitation(
        session, NOW + when, invitation, NOW + when + HOUR, expert(invitation.expert_id)
    )
    assert assignment is not None
    return assignment


def say_no(session: Session, invitation: Invitation) -> None:
    decline_invitation(
        session, NOW + HOUR, invitation, DeclineReason.NO_TIME, expert(invitation.expert_id)
    )


def test_a_mail_server_that_is_down_uses_up_nobody(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed()
    invite_next(session, NOW, request, coordinator)
    for hours in range(5, 40, 5):
        check_deadlines(session, NOW + hours * HOUR)
    assert open_now(session, request) == experts[:1]
    (invitation,) = invitations.open_of_request(session, request.id)
    assert invitation.answer_by > NOW + 35 * HOUR


def test_a_raised_urgency_counts_for_the_expert_too(
    session: Session, proposed: Proposed, coordinator: Actor
) -> None:
    request = proposed(urgency=Urgency.U3)
    raised = NOW + DAY
    correct_tags(session, raised, request, coordinator, ["voetbal"], [], Phase.RISING, Urgency.U1)
    assert request.parallel is None
    invitation, *_rest = invite_next(session, raised, request, coordinator)
    assignment = accept_invitation(
        session, raised, invitation, raised + HOUR, expert(invitation.expert_id)
    )
    assert assignment is not None
    (row,) = first_contact(session, request)
    assert (row.assignment_id, row.due_at) == (assignment.id, raised + 4 * HOUR)


def test_one_of_two_places_that_comes_free_has_a_clock_again(
    session: Session, proposed: Proposed, coordinator: Actor
) -> None:
    request = proposed(places=2)
    one, two = [say_yes(session, i) for i in invite_next(session, NOW, request, coordinator)]
    assert {row.assignment_id for row in first_contact(session, request)} == {one.id, two.id}
    hand_back(session, NOW + 2 * HOUR, one, expert(one.expert_id))
    assert {row.assignment_id for row in first_contact(session, request)} == {None, two.id}


def test_a_place_that_comes_free_after_the_agreed_time_starts_afresh(
    session: Session, proposed: Proposed, coordinator: Actor
) -> None:
    request = proposed()
    (invitation,) = invite_next(session, NOW, request, coordinator)
    assignment = say_yes(session, invitation)
    confirm_contact(session, NOW + 2 * HOUR, assignment, coordinator)
    later = NOW + 10 * DAY
    hand_back(session, later, assignment, expert(assignment.expert_id))
    (row,) = first_contact(session, request)
    assert (row.started_at, row.due_at > later) == (later, True)


def test_a_pause_does_not_touch_what_an_expert_promised(
    session: Session, proposed: Proposed, coordinator: Actor
) -> None:
    request = proposed(places=2)
    one, two = invite_next(session, NOW, request, coordinator)
    promised = say_yes(session, one)
    say_no(session, two)
    set_inviting_on_hold(session, NOW + HOUR, request, coordinator, True)
    for invitation in invitations.open_of_request(session, request.id):
        say_no(session, invitation)
    assert request.status == "proposed"
    due = next(r.due_at for r in first_contact(session, request) if r.assignment_id)
    ask_requester(session, NOW + 2 * HOUR, request, coordinator, "Is het nog nodig?")
    add_information(session, NOW + 3 * HOUR, request, "Ja.")
    after = next(r for r in first_contact(session, request) if r.assignment_id == promised.id)
    assert (after.due_at, after.paused) == (due, False)


def test_fewer_places_stand_the_others_down(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed(places=2)
    one, _two = invite_next(session, NOW, request, coordinator)
    say_yes(session, one)
    approve_list(session, NOW + 2 * HOUR, request, coordinator, experts, "Kort.", 1, 1)
    assert request.status == "accepted"
    assert not open_now(session, request)
    assert mail_kinds(session).count("stand_down") == 1
    assert all(row.assignment_id for row in first_contact(session, request))


def test_who_is_off_the_new_list_has_no_invitation_left(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed()
    invite_next(session, NOW, request, coordinator)
    approve_list(session, NOW, request, coordinator, experts[2:], "Kort.", 1, 1)
    assert open_now(session, request) == [experts[2]]


def test_the_expert_who_accepted_can_hand_back_beside_one_who_is_active(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed(places=2)
    one, two = [say_yes(session, i) for i in invite_next(session, NOW, request, coordinator)]
    confirm_contact(session, NOW + 2 * HOUR, one, coordinator)
    record_check_in(session, NOW + 2 * HOUR, one, coordinator)
    approve_list(session, NOW + 3 * HOUR, request, coordinator, experts, "Kort.", 1, 1)
    hand_back(session, NOW + 3 * HOUR, two, expert(two.expert_id))
    assert request.status == "active"


def test_holding_and_going_on_never_begins_by_itself(
    session: Session, proposed: Proposed, coordinator: Actor
) -> None:
    request = proposed()
    set_inviting_on_hold(session, NOW, request, coordinator, True)
    set_inviting_on_hold(session, NOW, request, coordinator, False)
    assert not open_now(session, request)


def test_without_a_summary_the_cascade_stops(
    session: Session, proposed: Proposed, coordinator: Actor
) -> None:
    request = proposed()
    (invitation,) = invite_next(session, NOW, request, coordinator)
    erase_text(session, NOW, request, coordinator)
    say_no(session, invitation)
    assert not open_now(session, request)


def test_nobody_is_invited_before_a_partner_without_standing_consent_agrees(
    session: Session, proposed: Proposed, coordinator: Actor
) -> None:
    request = proposed()
    session.get_one(Partner, "politieacademie").standing_consent = False
    session.flush()
    assert invite_next(session, NOW, request, coordinator) == []
    assert not open_now(session, request)


def test_a_signal_that_is_never_matched_is_released_only_with_an_explanation(
    session: Session, submit: Proposed, coordinator: Actor
) -> None:
    request = submit(referral_signals=("individual-radicalisation",))
    with pytest.raises(InvalidChoice):
        release_hold(session, NOW, request, coordinator, "  ")
    release_hold(session, NOW, request, coordinator, "Gaat niet over een persoon")
    assert (request.held, request.referral_signals) == (False, [])


def test_nothing_starts_a_ranking_of_an_ended_request(
    session: Session, submit: Proposed, coordinator: Actor
) -> None:
    request = submit(mayor_informed=False)
    withdraw_request(session, NOW, request, REQUESTER)
    with pytest.raises(StepNotAllowed):
        release_hold(session, NOW, request, coordinator, "Toch")
    with pytest.raises(StepNotAllowed):
        correct_tags(session, NOW, request, coordinator, [], [], Phase.RISING, Urgency.U1)
    assert request.ranking_due_at is None


def test_the_last_no_is_told_to_the_coordinator(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed()
    approve_list(session, NOW, request, coordinator, experts[:1], "Kort.", 1, 1)
    (invitation,) = invite_next(session, NOW, request, coordinator)
    say_no(session, invitation)
    assert mail_kinds(session)[-1] == "list_exhausted"
    assert request.status == "proposed"


def test_who_is_only_away_for_now_is_asked_when_back(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed()
    approve_list(session, NOW, request, coordinator, experts[:2], "Kort.", 1, 1)
    (invitation,) = invite_next(session, NOW, request, coordinator)
    away = session.get_one(Expert, experts[1])
    away.status = "paused"
    say_no(session, invitation)
    assert not open_now(session, request)
    away.status = "active"
    session.flush()
    check_deadlines(session, NOW + 2 * HOUR)
    assert open_now(session, request) == [experts[1]]


def test_an_owner_who_left_is_not_the_one_to_alert(
    session: Session, submit: Proposed, coordinator: Actor
) -> None:
    request = submit()
    leaver = UserAccount(name="Vertrokken", email="v@bureau.example", role="coordinator")
    session.add(leaver)
    session.flush()
    request.owner_id = leaver.id
    assert owner_or_on_call(session, NOW, request) == [leaver.id]
    leaver.active = False
    assert owner_or_on_call(session, NOW, request) == [coordinator.id]


def test_the_load_limit_holds_at_acceptance_too(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    session.get_one(Expert, experts[0]).max_active = 1
    one, two = proposed(form_token="a"), proposed(form_token="b")
    (first,) = invite_next(session, NOW, one, coordinator)
    approve_list(session, NOW, two, coordinator, experts, "Kort.", 1, 1)
    (other,) = invite_next(session, NOW, two, coordinator)
    assert (first.expert_id, other.expert_id) == (experts[0], experts[1])
    say_yes(session, first)
    other.expert_id = experts[0]
    session.flush()
    moment = NOW + 2 * HOUR
    assert accept_invitation(session, NOW, other, moment, expert(experts[0])) is None
    assert other.state == "not_possible"
    assert "not_possible" in mail_kinds(session)


def test_a_conflict_that_comes_to_light_at_acceptance_asks_the_next(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed()
    (invitation,) = invite_next(session, NOW, request, coordinator)
    session.get_one(Expert, experts[0]).municipality = request.municipality
    session.flush()
    moment = NOW + 2 * HOUR
    assert accept_invitation(session, NOW, invitation, moment, expert(experts[0])) is None
    assert open_now(session, request) == [experts[1]]
    events = [event.kind for event in history_event.of_request(session, request.id)]
    assert "invitation_not_possible" in events


def test_after_a_reopening_the_same_expert_can_help_again(
    session: Session, proposed: Proposed, coordinator: Actor, experts: list[int]
) -> None:
    request = proposed()
    (invitation,) = invite_next(session, NOW, request, coordinator)
    confirm_contact(session, NOW + 2 * HOUR, say_yes(session, invitation), coordinator)
    close_request(session, NOW + 3 * HOUR, request, coordinator)
    later = NOW + 60 * DAY
    reopen_request(session, later, request, coordinator)
    decide_to_match(session, later, request, coordinator)
    approve_list(session, later, request, coordinator, experts[:1], "Kort.", 1, 1)
    (again,) = invite_next(session, later, request, coordinator)
    assert (again.expert_id, again.attempt) == (experts[0], 2)


def test_closing_before_the_contact_cancels_the_appointment_on_both_sides(
    session: Session, proposed: Proposed, coordinator: Actor
) -> None:
    request = proposed()
    (invitation,) = invite_next(session, NOW, request, coordinator)
    say_yes(session, invitation)
    close_request(session, NOW + 2 * HOUR, request, coordinator)
    assert mail_kinds(session)[-3:] == ["stand_down", "appointment_cancelled", "request_closed"]


def test_no_match_is_not_said_while_somebody_helps(
    session: Session, proposed: Proposed, coordinator: Actor
) -> None:
    request = proposed(places=2)
    one, _two = invite_next(session, NOW, request, coordinator)
    say_yes(session, one)
    with pytest.raises(StepNotAllowed):
        declare_no_match(session, NOW, request, coordinator)


def test_a_clock_that_was_set_back_does_not_lock_a_case(
    session: Session, submit: Proposed, coordinator: Actor
) -> None:
    request = submit()
    ask_requester(session, NOW + HOUR, request, coordinator, "Waar?")
    add_information(session, NOW + HOUR - timedelta(seconds=2), request, "Op het plein.")
    assert request.status == "acknowledged"


def test_a_case_that_fails_does_not_stop_the_others(
    session: Session, submit: Proposed, coordinator: Actor
) -> None:
    broken, sound = submit(form_token="a"), submit(form_token="b")
    broken.agreement = {"version": "broken"}
    session.flush()
    for _sweep in range(3):
        check_deadlines(session, NOW + 91 * timedelta(minutes=1), limit=1)
    events = [event.kind for event in history_event.of_request(session, sound.id)]
    assert "deadline_warned" in events


def test_a_decision_to_refer_on_meets_the_triage_clock(
    session: Session, submit: Proposed, coordinator: Actor
) -> None:
    request = submit()
    refer_on(session, NOW + HOUR, request, coordinator, "policy-general")
    (triage,) = [d for d in deadlines.of_request(session, request.id) if d.step == Step.TRIAGE]
    assert triage.met_at == NOW + HOUR
