"""The list changes, the places fill, the request ends: what becomes of questions to partners."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from expert_registry.tables import Expert
from service.actions.invitations.accept_invitation import accept_invitation
from service.actions.invitations.add_to_list import add_to_list
from service.actions.invitations.assignments import refuse_expert
from service.actions.invitations.hold_inviting import set_inviting_on_hold
from service.actions.invitations.resend_invitation import resend_invitation
from service.actions.matching.approve_list import approve_list
from service.actions.partner_consent.answer_consent import agree, refuse
from service.actions.partner_consent.bureau_powers import ask_again
from service.actions.partner_consent.whose_turn import partners_to_act
from service.actions.requests.add_information import add_information
from service.actions.requests.ask_requester import ask_requester
from service.actions.requests.decide_to_match import decide_to_match
from service.actions.requests.end_request import reopen_request, withdraw_request
from service.actions.requests.erase_text import erase_text
from service.domain.actor import PARTNER, REQUESTER, expert
from service.domain.errors import CannotBeAsked, DeadLink
from service.domain.invitation import InvitationState
from service.storage import invitation as invitations
from tests.actions.conftest import NOW
from tests.actions.partner_consent.conftest import HOUR, Case

NewCase = Callable[..., Case]


def say_yes(case: Case, expert_id: int) -> None:
    invited = invitations.open_of_request(case.session, case.request.id)
    (invitation,) = [i for i in invited if i.expert_id == expert_id]
    accept_invitation(case.session, NOW, invitation, NOW + 3 * HOUR, expert(expert_id))


def test_changing_the_list_asks_for_the_new_experts_only(session: Session, case: NewCase) -> None:
    played = case()
    played.approve([played.own[0], *played.others])
    agree(session, NOW, played.consents()[0], played.own, PARTNER)
    played.session.get_one(Expert, played.others[1]).partner_id = played.partner.id
    played.approve([*played.own, *played.others])
    assert [consent.expert_ids for consent in played.consents()] == [
        played.own,
        [played.others[1]],
    ]


def test_a_question_about_nobody_on_the_list_is_closed(session: Session, case: NewCase) -> None:
    played = case()
    played.approve(played.others)
    assert (played.states(), played.clocks()) == (["not_needed"], 0)
    assert len(played.mails("partner_consent_ended")) == 1
    played.approve([*played.others, played.own[0]])
    assert [c.expert_ids for c in played.consents()] == [played.own, [played.own[0]]]


def test_whoever_is_added_needs_consent_too(session: Session, case: NewCase) -> None:
    played = case()
    played.approve(played.others)
    add_to_list(session, NOW, played.request, played.coordinator, played.own[2])
    assert played.consents()[-1].expert_ids == [played.own[2]]


def test_a_yes_for_somebody_who_left_the_list_invites_nobody_else(
    session: Session, case: NewCase
) -> None:
    played = case(places=3, parallel=5)
    played.approve([played.own[0], *played.others], 3, 5)
    played.invite()
    agree(session, NOW, played.consent, played.own, PARTNER)
    assert played.invited() == [*played.others, played.own[0]]


def test_filled_places_end_the_question_and_a_free_place_asks_it_again(
    session: Session, case: NewCase
) -> None:
    played = case()
    played.approve([played.others[0], *played.own])
    played.invite()
    say_yes(played, played.others[0])
    assert (played.states(), played.clocks()) == (["not_needed"], 0)
    assert len(played.mails("partner_consent_ended")) == 1
    (assignment,) = invitations.live_assignments(session, played.request.id)
    refuse_expert(session, NOW, assignment, REQUESTER)
    assert played.states() == ["not_needed", "open"]
    agree(session, NOW, played.consents()[1], played.own, PARTNER)
    assert played.invited() == played.own[:1]


def test_an_agreement_holds_when_a_place_comes_free(session: Session, case: NewCase) -> None:
    played = case()
    played.approve([played.others[0], *played.own])
    played.invite()
    agree(session, NOW, played.consent, played.own, PARTNER)
    say_yes(played, played.others[0])
    (assignment,) = invitations.live_assignments(session, played.request.id)
    refuse_expert(session, NOW, assignment, REQUESTER)
    assert (played.states(), played.invited()) == (["agreed"], played.own[:1])


def test_the_end_of_a_request_ends_its_questions(session: Session, case: NewCase) -> None:
    played = case()
    withdraw_request(session, NOW, played.request, REQUESTER)
    assert (played.states(), played.clocks()) == (["not_needed"], 0)
    with pytest.raises(DeadLink):
        refuse(session, NOW, played.consent, PARTNER, "Nee.")


def test_a_consent_ends_with_its_request(session: Session, case: NewCase) -> None:
    played, later = case(), NOW + HOUR
    agree(session, NOW, played.consent, played.own, PARTNER)
    withdraw_request(session, NOW, played.request, REQUESTER)
    reopen_request(session, later, played.request, played.coordinator)
    assert played.states() == ["agreed"]
    decide_to_match(session, later, played.request, played.coordinator)
    approve_list(session, later, played.request, played.coordinator, played.own, "Kort.", 1, 1)
    assert played.states() == ["agreed", "open"]


def test_nobody_is_asked_while_inviting_is_on_hold(session: Session, case: NewCase) -> None:
    played = case()
    played.approve(played.others)
    set_inviting_on_hold(session, NOW, played.request, played.coordinator, True)
    played.approve([*played.others, *played.own])
    assert played.states() == ["not_needed"]
    with pytest.raises(DeadLink):
        ask_again(session, NOW, played.consents()[0], played.coordinator)
    set_inviting_on_hold(session, NOW, played.request, played.coordinator, False)
    assert played.states() == ["not_needed", "open"]


def test_an_answer_during_a_question_to_the_requester_counts_afterwards(
    session: Session, case: NewCase
) -> None:
    played = case()
    played.approve(played.own)
    played.invite()
    ask_requester(session, NOW, played.request, played.coordinator, "Klopt het nog?")
    agree(session, NOW, played.consent, played.own, PARTNER)
    assert played.invited() == []
    add_information(session, NOW, played.request, "Ja.")
    assert played.invited() == played.own[:1]


def test_what_the_partner_typed_is_erased_with_the_rest(session: Session, case: NewCase) -> None:
    played = case()
    refuse(session, NOW, played.consent, PARTNER, "Te druk.", "Collega Twee")
    erase_text(session, NOW, played.request, played.coordinator)
    session.expire_all()
    assert (played.consent.note, played.consent.suggestion) == ("", "")


def test_an_invitation_is_not_sent_again_without_consent(session: Session, case: NewCase) -> None:
    played = case()
    played.partner.standing_consent = True
    assert played.invite() == played.own[:1]
    (invitation,) = invitations.of_request(session, played.request.id)
    invitation.state, played.partner.standing_consent = InvitationState.UNDELIVERABLE, False
    session.flush()
    with pytest.raises(CannotBeAsked):
        resend_invitation(session, NOW, invitation, played.coordinator)


def whose_turn(case: Case, now_after: timedelta = timedelta()) -> list[str]:
    case.session.flush()
    found = partners_to_act(case.session, NOW + now_after, [case.request])
    return found.get(case.request.id, [])


def test_the_partner_has_the_ball_only_while_nothing_else_moves(
    session: Session, case: NewCase
) -> None:
    played = case()
    assert whose_turn(played) == []
    played.approve(played.own)
    assert whose_turn(played) == ["Politieacademie"]
    assert whose_turn(played, 2 * HOUR) == []
    played.approve([*played.own, played.others[0]])
    assert whose_turn(played) == []
    played.invite()
    assert whose_turn(played) == []
    agree(session, NOW, played.consent, played.own, PARTNER)
    assert whose_turn(played) == []
