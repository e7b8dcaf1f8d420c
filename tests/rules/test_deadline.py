"""What must happen to a running deadline, as a table and step by step."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.deadline import (
    Breach,
    DeadlineState,
    Escalate,
    ExpireInvitation,
    Intent,
    Rung,
    Warn,
    decide,
    in_time,
    next_check_at,
    recorded,
    silent_until,
)
from service.domain.opening_hours import Calendar
from service.domain.service_agreement import Level
from service.domain.step import Step
from service.domain.urgency import Urgency
from tests.rules.clock_face import ALWAYS, DAILY, OFFICE, at

START = datetime(2026, 3, 2, 8, tzinfo=UTC)


def hour(number: float) -> datetime:
    return START + timedelta(hours=number)


# Warning at 3, end at 4, programme manager at 6.
STATE = DeadlineState(Step.TRIAGE, started_at=START, due_at=hour(4), warn_at=hour(3))
INVITATION = replace(STATE, step=Step.EXPERT_REACTION)
LADDER = (Rung(Level.DEPUTY, hour(4)), Rung(Level.PROGRAMME_MANAGER, hour(6)))
DEPUTY, MANAGER = Escalate(Level.DEPUTY), Escalate(Level.PROGRAMME_MANAGER)
TOLD_DEPUTY = {"breached_at": hour(4), "escalated_to": Level.DEPUTY, "escalated_at": hour(4)}
TOLD_MANAGER = {
    "breached_at": hour(4),
    "escalated_to": Level.PROGRAMME_MANAGER,
    "escalated_at": hour(6),
}

DECISIONS: list[tuple[DeadlineState, dict[str, Any], float, tuple[Intent, ...]]] = [
    (STATE, {}, 0, ()),
    (STATE, {}, 2.99, ()),
    (STATE, {}, 3, (Warn(),)),
    (STATE, {"warned_at": hour(3)}, 3.5, ()),
    (STATE, {"warned_at": hour(3)}, 4, (Breach(), DEPUTY)),
    (STATE, {"warned_at": hour(3)} | TOLD_DEPUTY, 4, ()),
    (STATE, {"warned_at": hour(3)} | TOLD_DEPUTY, 5.99, ()),
    (STATE, {"warned_at": hour(3)} | TOLD_DEPUTY, 6, (MANAGER,)),
    (STATE, {"warned_at": hour(3)} | TOLD_MANAGER, 7, ()),
    # the sweep was down: only the highest step that applies
    (STATE, {}, 4.5, (Breach(), DEPUTY)),
    (STATE, {}, 72, (Breach(), MANAGER)),
    (STATE, {"warned_at": hour(3)}, 72, (Breach(), MANAGER)),
    (STATE, TOLD_DEPUTY, 72, (MANAGER,)),
    # done, stopped or paused
    (STATE, {"met_at": hour(2)}, 72, ()),
    (STATE, {"met_at": hour(5)}, 72, ()),
    (STATE, {"cancelled_at": hour(2)}, 72, ()),
    (STATE, {"paused": True}, 72, ()),
    # an escalation that was acknowledged is silent for a while, and then speaks again
    (STATE, TOLD_DEPUTY | {"quiet_until": hour(8)}, 7, ()),
    (STATE, TOLD_DEPUTY | {"quiet_until": hour(8)}, 8, (MANAGER,)),
    (STATE, TOLD_DEPUTY | {"quiet_until": hour(5)}, 5, (DEPUTY,)),
    (STATE, TOLD_MANAGER | {"quiet_until": hour(8)}, 7.99, ()),
    (STATE, TOLD_MANAGER | {"quiet_until": hour(8)}, 8, (MANAGER,)),
    (STATE, TOLD_MANAGER | {"quiet_until": hour(8), "escalated_at": hour(8)}, 9, ()),
    # acknowledging a mere warning does not hide the breach
    (STATE, {"warned_at": hour(3), "quiet_until": hour(9)}, 4, (Breach(), DEPUTY)),
    # a clock set back
    (STATE, {"warned_at": hour(3)}, -24, ()),
    (STATE, TOLD_DEPUTY, 3.5, ()),
    # a deadline that was extended after it was warned about
    (STATE, {"warned_at": hour(3), "due_at": hour(9)}, 8, ()),
    # an invitation expires, it does not escalate
    (INVITATION, {}, 3, (Warn(),)),
    (INVITATION, {"warned_at": hour(3)}, 4, (ExpireInvitation(),)),
    (INVITATION, {}, 72, (ExpireInvitation(),)),
    (INVITATION, {"cancelled_at": hour(4)}, 72, ()),
    (INVITATION, {"met_at": hour(1)}, 72, ()),
]


@pytest.mark.parametrize(("state", "done", "now", "intents"), DECISIONS)
def test_decide(
    state: DeadlineState, done: dict[str, Any], now: float, intents: tuple[Intent, ...]
) -> None:
    assert decide(replace(state, **done), LADDER, hour(now)) == intents


CHECKS: list[tuple[DeadlineState, dict[str, Any], float | None]] = [
    (STATE, {}, 3),
    (STATE, {"warned_at": hour(3)}, 4),
    (STATE, {"due_at": hour(2)}, 2),
    (STATE, TOLD_DEPUTY, 6),
    (STATE, TOLD_DEPUTY | {"quiet_until": hour(8)}, 8),
    (STATE, TOLD_DEPUTY | {"quiet_until": hour(5)}, 5),
    (STATE, TOLD_MANAGER, None),
    (STATE, TOLD_MANAGER | {"quiet_until": hour(8)}, 8),
    (STATE, {"met_at": hour(1)}, None),
    (STATE, {"cancelled_at": hour(1)}, None),
    (STATE, {"paused": True}, None),
    (INVITATION, {"warned_at": hour(3)}, 4),
]


@pytest.mark.parametrize(("state", "done", "check"), CHECKS)
def test_next_check(state: DeadlineState, done: dict[str, Any], check: float | None) -> None:
    expected = None if check is None else hour(check)
    assert next_check_at(replace(state, **done), LADDER) == expected


def test_a_breach_without_a_ladder_is_recorded_once() -> None:
    intents = decide(STATE, (), hour(5))
    assert intents == (Breach(),)
    assert next_check_at(recorded(STATE, intents, hour(5)), ()) is None


def test_in_time() -> None:
    assert in_time(STATE, hour(4))
    assert not in_time(STATE, hour(4.01))
    assert in_time(replace(STATE, met_at=hour(4)), hour(9))
    assert not in_time(replace(STATE, met_at=hour(4.01)), hour(4.02))


SILENCES = [
    (Urgency.U1, ALWAYS, "Tue 2026-11-24 23:50", "Wed 2026-11-25 00:05"),
    (Urgency.U2, DAILY, "Tue 2026-11-24 10:00", "Tue 2026-11-24 11:00"),
    (Urgency.U2, DAILY, "Tue 2026-11-24 22:30", "Wed 2026-11-25 07:30"),  # closes at 23:00
    (Urgency.U3, OFFICE, "Fri 2026-11-27 16:30", "Mon 2026-11-30 11:30"),  # over a weekend
    (Urgency.U4, OFFICE, "Tue 2026-11-24 08:30", "Tue 2026-11-24 12:30"),
]


@pytest.mark.parametrize(("urgency", "calendar", "now", "expected"), SILENCES)
def test_an_acknowledged_escalation_is_silent_in_open_time(
    urgency: Urgency, calendar: Calendar, now: str, expected: str
) -> None:
    assert silent_until(urgency, at(now), calendar) == at(expected)


hours = st.integers(0, 12).map(hour)
maybe = st.none() | hours
states = st.builds(
    DeadlineState,
    step=st.sampled_from(Step),
    started_at=st.just(START),
    due_at=hours,
    warn_at=hours,
    met_at=st.none(),
    cancelled_at=st.none(),
    warned_at=maybe,
    breached_at=maybe,
    escalated_to=st.none() | st.sampled_from(Level),
    escalated_at=maybe,
    quiet_until=maybe,
    paused=st.booleans(),
).filter(lambda state: (state.escalated_to is None) == (state.escalated_at is None))
ladders = st.lists(st.tuples(st.sampled_from(Level), hours), max_size=3, unique_by=lambda r: r[0])


@given(states, ladders, st.integers(-1, 14).map(hour))
def test_what_was_done_is_not_done_again(
    state: DeadlineState, rungs: list[tuple[Level, datetime]], now: datetime
) -> None:
    ladder = _ladder(state, rungs)
    done = recorded(state, decide(state, ladder, now), now)
    assert decide(done, ladder, now) == ()
    check = next_check_at(done, ladder)
    assert check is None or check > now


@given(states, ladders, st.integers(-1, 14).map(hour))
def test_nothing_happens_before_the_next_check_and_something_at_it(
    state: DeadlineState, rungs: list[tuple[Level, datetime]], now: datetime
) -> None:
    ladder = _ladder(state, rungs)
    check = next_check_at(state, ladder)
    if check is None or now < check:
        assert decide(state, ladder, now) == ()
    if check is not None:
        assert decide(state, ladder, check) != ()


def _ladder(state: DeadlineState, rungs: list[tuple[Level, datetime]]) -> list[Rung]:
    """Escalation comes after the end, in order of time."""
    ladder = [Rung(level, max(moment, state.due_at)) for level, moment in rungs]
    return sorted(ladder, key=lambda rung: rung.at)
