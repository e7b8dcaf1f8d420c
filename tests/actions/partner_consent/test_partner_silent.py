"""A partner that does not answer, or cannot be reached: reminded, told of, passed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from service.actions.deadlines.acknowledge_escalation import acknowledge_escalation
from service.actions.deadlines.check_deadlines import check_deadlines
from service.actions.mail.record_outcome import give_up
from service.actions.partner_consent.answer_consent import agree, answer_for_partner
from service.actions.partner_consent.bureau_powers import ask_again, withdraw_consent
from service.domain.actor import PARTNER
from service.domain.errors import DeadLink, InvalidChoice, StepNotAllowed
from service.domain.invitation import InvitationState
from service.domain.request_status import Status
from service.storage import invitation as invitations
from tests.actions.conftest import NOW
from tests.actions.partner_consent.conftest import HOUR, Case

NewCase = Callable[..., Case]
DUE = NOW + 2 * HOUR
MINUTE = timedelta(minutes=1)


@pytest.fixture
def begun(case: NewCase) -> Case:
    """Inviting began while the only other expert was asked; the question has left."""
    played = case()
    played.approve([*played.own, played.others[0]], 2, 2)
    assert played.invite() == played.others[:1]
    played.mailed()
    return played


def test_a_silent_partner_is_reminded_and_told_of_and_its_experts_are_passed(
    session: Session, begun: Case
) -> None:
    for minutes in (89, 90, 91, 119):
        check_deadlines(session, NOW + minutes * MINUTE)
    assert len(begun.mails("partner_consent_reminder")) == 1
    assert begun.told("deadline_warning") == ["owner"]
    assert begun.states() == ["open"]

    check_deadlines(session, DUE)
    assert (begun.states(), begun.told("deadline_breach")) == (["expired"], ["deputy"])
    assert begun.invited() == begun.others[:1]
    with pytest.raises(DeadLink):
        agree(session, DUE, begun.consent, begun.own, PARTNER)
    for minutes in (179, 180, 181):
        check_deadlines(session, NOW + minutes * MINUTE)
    assert begun.told("deadline_breach") == ["deputy", "programme_manager"]


def test_who_takes_it_up_silences_it_for_a_while(session: Session, begun: Case) -> None:
    check_deadlines(session, DUE)
    acknowledge_escalation(session, DUE, begun.request, begun.coordinator)
    check_deadlines(session, DUE + 59 * MINUTE)
    assert begun.told("deadline_breach") == ["deputy"]
    check_deadlines(session, DUE + 60 * MINUTE)
    assert begun.told("deadline_breach") == ["deputy", "programme_manager"]


def test_no_time_passes_before_the_question_has_left(session: Session, case: NewCase) -> None:
    played = case()
    check_deadlines(session, DUE)
    assert (played.consent.state, played.consent.answer_by) == ("open", DUE + 2 * HOUR)
    assert "consent_waits_for_mail" in played.events()
    assert played.told("deadline_warning") == []


def test_the_bureau_records_a_late_answer_and_the_escalation_ends(
    session: Session, begun: Case
) -> None:
    check_deadlines(session, DUE)
    by = begun.coordinator
    answer_for_partner(session, DUE + HOUR, begun.consent, begun.own[:1], by, "Gebeld.")
    assert begun.invited() == [begun.others[0], begun.own[0]]
    assert (begun.clocks(), begun.consent.answered_by_staff_id) == (0, by.id)
    check_deadlines(session, DUE + 2 * HOUR)
    assert begun.told("deadline_breach") == ["deputy"]
    assert begun.mails("partner_consent_answered") == []


def test_a_partner_that_changes_its_mind_by_telephone_has_the_last_word(
    session: Session, begun: Case
) -> None:
    agree(session, NOW, begun.consent, begun.own, PARTNER)
    assert begun.own[0] in begun.invited()
    answer_for_partner(session, NOW + HOUR, begun.consent, [], begun.coordinator, "Toch niet.")
    assert begun.invited() == begun.others[:1]
    assert len(begun.mails("stand_down")) == 1
    states = {i.expert_id: i.state for i in invitations.of_request(session, begun.request.id)}
    assert states[begun.own[0]] == InvitationState.WITHDRAWN
    answer_for_partner(session, NOW + HOUR, begun.consent, begun.own[1:], begun.coordinator, "Ja.")
    assert begun.invited() == [begun.others[0], begun.own[1]]


def test_asking_again_keeps_the_time_or_gives_the_whole_time(session: Session, begun: Case) -> None:
    ask_again(session, NOW + HOUR, begun.consent, begun.coordinator)
    assert begun.consent.answer_by == DUE
    check_deadlines(session, DUE)
    ask_again(session, DUE, begun.consent, begun.coordinator)
    assert (begun.consent.state, begun.consent.answer_by) == ("open", DUE + 2 * HOUR)
    assert (begun.clocks(), len(begun.mails("partner_consent_asked"))) == (1, 3)
    agree(session, DUE + HOUR, begun.consent, begun.own, PARTNER)
    with pytest.raises(DeadLink):
        ask_again(session, DUE + HOUR, begun.consent, begun.coordinator)


def test_the_bureau_goes_on_without_the_partner(session: Session, begun: Case) -> None:
    withdraw_consent(session, NOW, begun.consent, begun.coordinator, "Het kan zonder.")
    assert (begun.states(), begun.clocks()) == (["withdrawn"], 0)
    assert len(begun.mails("partner_consent_ended")) == 1
    for refused in (
        lambda: withdraw_consent(session, NOW, begun.consent, begun.coordinator),
        lambda: agree(session, NOW, begun.consent, begun.own, PARTNER),
        lambda: answer_for_partner(session, NOW, begun.consent, [], begun.coordinator, "Nee."),
    ):
        with pytest.raises(DeadLink):
            refused()


def test_a_question_that_cannot_arrive_is_told_to_the_owner(session: Session, begun: Case) -> None:
    begun.consent.mailed_at = None
    (mail,) = begun.mails("partner_consent_asked")
    give_up(session, NOW, mail, "550")
    assert (begun.states(), begun.clocks()) == (["undeliverable"], 1)
    outcomes = [mail.facts for mail in begun.mails("partner_consent_answered")]
    assert outcomes == [{"outcome": "undeliverable"}]
    check_deadlines(session, DUE)
    assert begun.told("deadline_breach") == ["deputy"]
    answer_for_partner(session, DUE, begun.consent, begun.own, begun.coordinator, "Gebeld.")
    assert begun.states() == ["agreed"]


def test_one_address_that_fails_is_no_trouble_while_another_waits(
    session: Session, begun: Case
) -> None:
    begun.consent.mailed_at = None
    ask_again(session, NOW, begun.consent, begun.coordinator)
    first, second = begun.mails("partner_consent_asked")
    give_up(session, NOW, first, "550")
    assert begun.states() == ["open"]
    give_up(session, NOW, second, "550")
    assert begun.states() == ["undeliverable"]


def test_a_partner_without_any_address_is_not_waited_for(session: Session, case: NewCase) -> None:
    played = case()
    played.partner.contact_email = ""
    played.approve(played.others)
    played.approve(played.own)
    assert played.states() == ["not_needed", "undeliverable"]


def test_an_ended_request_takes_no_answer_by_telephone(session: Session, begun: Case) -> None:
    begun.request.status = Status.CLOSED
    with pytest.raises(StepNotAllowed):
        answer_for_partner(session, NOW, begun.consent, begun.own, begun.coordinator, "Ja.")


def test_an_answer_by_telephone_names_only_who_was_asked(session: Session, begun: Case) -> None:
    with pytest.raises(InvalidChoice):
        answer_for_partner(session, NOW, begun.consent, begun.others, begun.coordinator, "Ja.")
