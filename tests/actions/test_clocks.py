"""Clocks as stories: pauses, reopening, other owners, other urgency, calls, and silence."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.actions.deadlines.check_deadlines import check_deadlines
from service.actions.requests.add_information import add_information
from service.actions.requests.ask_requester import ask_requester
from service.actions.requests.correct_request import correct_tags
from service.actions.requests.decide_to_match import decide_to_match
from service.actions.requests.end_request import reopen_request, withdraw_request
from service.actions.requests.own_case import hand_over
from service.actions.requests.record_call_back import record_call_back
from service.domain.actor import REQUESTER, Actor
from service.domain.errors import InvalidChoice
from service.domain.intake import Phase
from service.domain.step import Step
from service.domain.urgency import Urgency
from service.storage import deadline as deadlines
from service.storage import history_event
from service.storage.request import SupportRequest
from service.storage.user_account import UserAccount
from tests.actions.case_readings import clock, events, mails
from tests.actions.conftest import NOW

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
Story = Callable[..., SupportRequest]
BUREAU = (Step.TRIAGE, Step.PROPOSAL, Step.FIRST_CONTACT)


def test_every_step_has_its_own_clock(session: Session, submit: Story) -> None:
    request = submit()
    session.flush()
    running = {row.step: row.due_at - NOW for row in deadlines.running(session, request.id)}
    assert running == {
        Step.RECEIPT: MINUTE,
        Step.ACKNOWLEDGEMENT: 2 * HOUR,
        Step.TRIAGE: 4 * HOUR,
        Step.PROPOSAL: 8 * HOUR,
        # Sixteen open hours a day: 13 today, 11 tomorrow.
        Step.FIRST_CONTACT: 32 * HOUR,
    }


def test_a_pause_near_the_end_leaves_the_warning_margin(
    session: Session, submit: Story, coordinator: Actor
) -> None:
    request = submit()
    record_call_back(session, NOW, request, coordinator)
    asked = NOW + 4 * HOUR - MINUTE
    ask_requester(session, asked, request, coordinator, "Hoe laat begint de raad?")
    check_deadlines(session, asked + 3 * HOUR)
    assert clock(session, request, Step.TRIAGE).breached_at is None
    answered = asked + 3 * HOUR
    add_information(session, answered, request, "Om acht uur.")
    # A quarter of the four hours, though only a minute was left.
    assert clock(session, request, Step.TRIAGE).due_at == answered + HOUR


def test_reopening_starts_the_clocks_anew(
    session: Session, submit: Story, coordinator: Actor
) -> None:
    request = submit()
    record_call_back(session, NOW, request, coordinator)
    withdraw_request(session, NOW + HOUR, request, REQUESTER)
    session.flush()
    assert {row.step for row in deadlines.running(session, request.id)} == {Step.RECEIPT}
    later = NOW + 24 * HOUR
    reopen_request(session, later, request, coordinator)
    session.flush()
    running = {row.step: row for row in deadlines.running(session, request.id)}
    assert set(running) == {Step.RECEIPT, *BUREAU}
    assert all(running[step].started_at == later for step in BUREAU)
    assert running[Step.TRIAGE].due_at == later + 4 * HOUR


def test_another_owner_keeps_the_clocks_and_gets_the_warnings(
    session: Session, submit: Story, coordinator: Actor
) -> None:
    request = submit()
    record_call_back(session, NOW, request, coordinator)
    before = clock(session, request, Step.TRIAGE).due_at
    query = select(UserAccount).where(UserAccount.email == "a@bureau.example")
    deputy = session.scalars(query).one()
    hand_over(session, NOW + HOUR, request, coordinator, deputy.id)
    assert clock(session, request, Step.TRIAGE).due_at == before
    check_deadlines(session, NOW + 3 * HOUR)
    assert [mail.recipient_id for mail in mails(session, "deadline_warning")] == [deputy.id]


def test_another_urgency_restarts_the_open_clocks_and_the_timeline_says_so(
    session: Session, submit: Story, coordinator: Actor
) -> None:
    request = submit()
    record_call_back(session, NOW + HOUR, request, coordinator)
    met = clock(session, request, Step.ACKNOWLEDGEMENT)
    check_deadlines(session, NOW + 3 * HOUR)
    raised = NOW + 3 * HOUR
    tags = (["asielopvang"], ["bestuurlijk-sparren"], Phase.RISING)
    correct_tags(session, raised, request, coordinator, *tags, Urgency.U1)
    row = clock(session, request, Step.TRIAGE)
    assert (row.due_at, row.warned_at, row.urgency) == (raised + HOUR, None, "U1")
    assert (met.met_at, met.urgency) == (NOW + HOUR, "U2")
    assert "clocks_restarted" in events(session, request)


def test_an_urgency_that_changes_during_a_pause_counts_after_it(
    session: Session, submit: Story, coordinator: Actor
) -> None:
    request = submit()
    record_call_back(session, NOW, request, coordinator)
    ask_requester(session, NOW + HOUR, request, coordinator, "Waar?")
    tags = (["asielopvang"], ["bestuurlijk-sparren"], Phase.RISING)
    correct_tags(session, NOW + 2 * HOUR, request, coordinator, *tags, Urgency.U1)
    add_information(session, NOW + 3 * HOUR, request, "Hier.")
    assert clock(session, request, Step.TRIAGE).due_at == NOW + 4 * HOUR


def test_a_call_counts_at_the_time_it_was_made(
    session: Session, submit: Story, coordinator: Actor
) -> None:
    request = submit()
    check_deadlines(session, NOW + 2 * HOUR)
    row = clock(session, request, Step.ACKNOWLEDGEMENT)
    assert row.breached_at is not None
    record_call_back(session, NOW + 3 * HOUR, request, coordinator, "Kort.", called_at=NOW + HOUR)
    assert (request.called_back_at, row.met_at) == (NOW + HOUR, NOW + HOUR)
    session.flush()
    session.refresh(row)
    assert [row.breached_at, row.escalated_to] == [None, None]


def test_a_call_that_was_too_late_stays_too_late(
    session: Session, submit: Story, coordinator: Actor
) -> None:
    request = submit()
    check_deadlines(session, NOW + 2 * HOUR)
    at = NOW + 2 * HOUR + MINUTE
    record_call_back(session, NOW + 3 * HOUR, request, coordinator, called_at=at)
    row = clock(session, request, Step.ACKNOWLEDGEMENT)
    assert (row.met_at, row.breached_at) == (at, NOW + 2 * HOUR)


def test_an_earlier_call_that_is_told_later_ends_the_clock(
    session: Session, submit: Story, coordinator: Actor
) -> None:
    request = submit()
    check_deadlines(session, NOW + 2 * HOUR)
    record_call_back(session, NOW + 3 * HOUR, request, coordinator)
    row = clock(session, request, Step.ACKNOWLEDGEMENT)
    assert (row.met_at, row.breached_at) == (NOW + 3 * HOUR, NOW + 2 * HOUR)
    record_call_back(session, NOW + 4 * HOUR, request, coordinator, called_at=NOW + HOUR)
    assert (request.called_back_at, row.met_at, row.breached_at) == (NOW + HOUR, NOW + HOUR, None)
    record_call_back(session, NOW + 5 * HOUR, request, coordinator, called_at=NOW + 2 * HOUR)
    assert (request.called_back_at, row.met_at) == (NOW + HOUR, NOW + HOUR)


def test_a_call_before_the_question_by_mail_ends_the_clock(
    session: Session, submit: Story, coordinator: Actor
) -> None:
    request = submit()
    ask_requester(session, NOW + HOUR, request, coordinator, "Waar?")
    record_call_back(session, NOW + 2 * HOUR, request, coordinator, called_at=NOW + 30 * MINUTE)
    assert clock(session, request, Step.ACKNOWLEDGEMENT).met_at == NOW + 30 * MINUTE


@pytest.mark.parametrize("minutes", [-1, 61])
def test_a_call_lies_between_the_submission_and_now(
    session: Session, submit: Story, coordinator: Actor, minutes: int
) -> None:
    request = submit()
    with pytest.raises(InvalidChoice):
        record_call_back(
            session, NOW + HOUR, request, coordinator, called_at=NOW + minutes * MINUTE
        )
    assert request.called_back_at is None


def test_a_call_in_the_minute_of_the_submission_counts(
    session: Session, submit: Story, coordinator: Actor
) -> None:
    request = submit(NOW + timedelta(seconds=40))
    record_call_back(session, NOW + HOUR, request, coordinator, called_at=NOW)
    assert request.called_back_at == request.submitted_at


@pytest.mark.parametrize(
    ("urgency", "wait"),
    [
        (Urgency.U1, 4 * HOUR),
        (Urgency.U2, 4 * HOUR),
        (Urgency.U3, 24 * HOUR),  # nine open hours: until ten o'clock tomorrow
        (Urgency.U4, 24 * HOUR),
    ],
)
def test_a_requester_who_does_not_answer_is_reminded_and_never_forgotten(
    session: Session, submit: Story, coordinator: Actor, urgency: Urgency, wait: timedelta
) -> None:
    request = submit(urgency=urgency)
    ask_requester(session, NOW, request, coordinator, "Waar?")
    check_deadlines(session, NOW + wait - MINUTE)
    assert not mails(session, "question_reminder")
    for _sweep in range(2):
        check_deadlines(session, NOW + wait)
    assert [mail.recipient_kind for mail in mails(session, "question_reminder")] == ["requester"]
    assert [mail.recipient_id for mail in mails(session, "requester_silent")] == [coordinator.id]
    assert history_event.reminded(session, [request.id]) == {request.id}
    again = request.ask_again_at
    assert again is not None
    check_deadlines(session, again)
    assert len(mails(session, "question_reminder")) == 1
    assert len(mails(session, "requester_silent")) == 2


def test_an_answer_ends_the_waiting_and_a_new_question_begins_it_again(
    session: Session, submit: Story, coordinator: Actor
) -> None:
    request = submit()
    ask_requester(session, NOW, request, coordinator, "Waar?")
    check_deadlines(session, NOW + 4 * HOUR)
    add_information(session, NOW + 5 * HOUR, request, "Hier.")
    assert request.ask_again_at is None
    decide_to_match(session, NOW + 5 * HOUR, request, coordinator)
    ask_requester(session, NOW + 6 * HOUR, request, coordinator, "En wanneer?")
    assert history_event.reminded(session, [request.id]) == set()
    check_deadlines(session, NOW + 10 * HOUR)
    assert len(mails(session, "question_reminder")) == 2


def test_a_withdrawn_request_is_not_reminded(
    session: Session, submit: Story, coordinator: Actor
) -> None:
    request = submit()
    ask_requester(session, NOW, request, coordinator, "Waar?")
    withdraw_request(session, NOW + HOUR, request, REQUESTER)
    check_deadlines(session, NOW + 5 * HOUR)
    assert not mails(session, "question_reminder")
