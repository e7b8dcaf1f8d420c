"""Taking an escalation up silences it for a while, never for ever."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.actions.deadlines.acknowledge_escalation import acknowledge_escalation
from service.actions.deadlines.check_deadlines import check_deadlines
from service.actions.requests.record_call_back import record_call_back
from service.domain.actor import Actor
from service.domain.errors import NothingEscalated
from service.domain.urgency import Urgency
from service.storage.history_event import HistoryEvent
from service.storage.outbox_mail import OutboxMail
from service.storage.request import SupportRequest
from tests.actions.conftest import NOW

MINUTE = timedelta(minutes=1)
Submit = Callable[..., SupportRequest]


def told(session: Session, step: str = "acknowledgement") -> list[tuple[str, datetime]]:
    session.flush()
    rows = session.scalars(
        select(OutboxMail).where(OutboxMail.kind == "deadline_breach").order_by(OutboxMail.id)
    )
    return [(m.facts["level"], m.queued_at) for m in rows if m.facts["step"] == step]


def sweep_each_minute(session: Session, first: int, last: int) -> None:
    for minutes in range(first, last + 1):
        check_deadlines(session, NOW + minutes * MINUTE)


def test_silent_for_an_hour_and_then_back_at_the_highest_level_once(
    session: Session, submit: Submit, coordinator: Actor
) -> None:
    # U2: the end is at 120 min, the programme manager hears of it at 180.
    request = submit()
    sweep_each_minute(session, 118, 125)
    until = acknowledge_escalation(session, NOW + 125 * MINUTE, request, coordinator)
    assert until == NOW + 185 * MINUTE
    sweep_each_minute(session, 125, 240)
    assert told(session) == [
        ("deputy", NOW + 120 * MINUTE),
        ("programme_manager", NOW + 185 * MINUTE),
    ]


def test_taken_up_after_the_last_level_it_comes_back_too(
    session: Session, submit: Submit, coordinator: Actor
) -> None:
    request = submit()
    sweep_each_minute(session, 180, 181)
    acknowledge_escalation(session, NOW + 181 * MINUTE, request, coordinator)
    sweep_each_minute(session, 181, 300)
    assert [at - NOW for level, at in told(session) if level == "programme_manager"] == [
        180 * MINUTE,
        241 * MINUTE,
    ]


def test_it_can_be_taken_up_again_and_ends_when_the_step_is_done(
    session: Session, submit: Submit, coordinator: Actor
) -> None:
    request = submit()
    sweep_each_minute(session, 120, 121)
    acknowledge_escalation(session, NOW + 121 * MINUTE, request, coordinator)
    sweep_each_minute(session, 122, 182)
    acknowledge_escalation(session, NOW + 182 * MINUTE, request, coordinator)
    record_call_back(session, NOW + 190 * MINUTE, request, coordinator)
    sweep_each_minute(session, 190, 260)
    assert [level for level, _at in told(session)] == ["deputy", "programme_manager"]


def test_an_acute_case_is_silent_for_a_quarter(
    session: Session, submit: Submit, coordinator: Actor
) -> None:
    request = submit(urgency=Urgency.U1)
    sweep_each_minute(session, 30, 31)
    now = NOW + 31 * MINUTE
    assert acknowledge_escalation(session, now, request, coordinator) == now + 15 * MINUTE


def test_the_history_tells_who_and_until_when(
    session: Session, submit: Submit, coordinator: Actor
) -> None:
    request = submit()
    sweep_each_minute(session, 120, 120)
    until = acknowledge_escalation(session, NOW + 121 * MINUTE, request, coordinator)
    session.flush()
    event = session.scalars(
        select(HistoryEvent).where(HistoryEvent.kind == "acknowledge_escalation")
    ).one()
    assert event.actor_id == coordinator.id
    assert datetime.fromisoformat(event.facts["until"]) == until
    assert "acknowledgement" in event.facts["steps"]


def test_without_an_escalation_there_is_nothing_to_take_up(
    session: Session, submit: Submit, coordinator: Actor
) -> None:
    request = submit()
    check_deadlines(session, NOW)
    with pytest.raises(NothingEscalated):
        acknowledge_escalation(session, NOW + MINUTE, request, coordinator)
