"""What must happen now to a running deadline: a pure decision that returns intents."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from service.domain.opening_hours import Calendar
from service.domain.service_agreement import Level
from service.domain.step import Step
from service.domain.urgency import Urgency
from service.domain.working_time import due_at

SILENCE = {
    Urgency.U1: timedelta(minutes=15),
    Urgency.U2: timedelta(hours=1),
    Urgency.U3: timedelta(hours=4),
    Urgency.U4: timedelta(hours=4),
}
"""How long an acknowledged escalation is silent, in open time of the step's own calendar."""


@dataclass(frozen=True)
class DeadlineState:
    """One clock and what was done about it so far (all times UTC).

    `quiet_until` is set when somebody acknowledges an escalation: it is silent until then.
    """

    step: Step
    started_at: datetime
    due_at: datetime
    warn_at: datetime
    met_at: datetime | None = None
    cancelled_at: datetime | None = None
    warned_at: datetime | None = None
    breached_at: datetime | None = None
    escalated_to: Level | None = None
    escalated_at: datetime | None = None
    quiet_until: datetime | None = None
    paused: bool = False

    @property
    def running(self) -> bool:
        """Say whether the clock runs: not met, not cancelled, not paused."""
        return self.met_at is None and self.cancelled_at is None and not self.paused

    @property
    def may_be_warned(self) -> bool:
        """Say whether a warning still makes sense: none was given and no breach recorded."""
        return self.warned_at is None and self.breached_at is None


@dataclass(frozen=True)
class Rung:
    """One level of the escalation and the moment (UTC) from which it applies."""

    level: Level
    at: datetime


@dataclass(frozen=True)
class Warn:
    """Tell the owner that the time is nearly over."""


@dataclass(frozen=True)
class Breach:
    """Record that the response time was not kept."""


@dataclass(frozen=True)
class Escalate:
    """Tell this level of a breach that is still open."""

    level: Level


@dataclass(frozen=True)
class ExpireInvitation:
    """Close the invitation: the expert did not answer in time, the next one is asked."""


Intent = Warn | Breach | Escalate | ExpireInvitation


def decide(state: DeadlineState, ladder: Sequence[Rung], now: datetime) -> tuple[Intent, ...]:
    """Give what must happen now: the highest step that applies, once, and nothing below it.

    A breach is recorded with the first escalation, also after the sweep was down for days.
    The ladder is in order of time. An invitation that ends expires instead of escalating.
    """
    if not state.running:
        return ()
    if now < state.due_at:
        return (Warn(),) if state.may_be_warned and now >= state.warn_at else ()
    if state.step is Step.EXPERT_REACTION:
        return (ExpireInvitation(),)
    level = _level_to_tell(state, ladder, now)
    breach: tuple[Intent, ...] = (Breach(),) if state.breached_at is None else ()
    return breach + ((Escalate(level),) if level else ())


def next_check_at(state: DeadlineState, ladder: Sequence[Rung]) -> datetime | None:
    """Give the first moment (UTC) at which decide has something to do; None is never again."""
    if not state.running:
        return None
    if state.breached_at is None or state.step is Step.EXPERT_REACTION:
        return min(state.warn_at, state.due_at) if state.may_be_warned else state.due_at
    if not ladder:
        return None
    silence = _silence(state)
    if silence is not None:
        return max(silence, ladder[0].at)
    moment = min((rung.at for rung in _higher(state, ladder)), default=None)
    return moment and max(moment, state.due_at)


def recorded(state: DeadlineState, intents: Sequence[Intent], now: datetime) -> DeadlineState:
    """Give the deadline after the intents were carried out."""
    for intent in intents:
        match intent:
            case Warn():
                state = replace(state, warned_at=now)
            case Breach():
                state = replace(state, breached_at=now)
            case Escalate(level):
                state = replace(state, escalated_to=level, escalated_at=now)
            case ExpireInvitation():
                state = replace(state, breached_at=now, cancelled_at=now)
    return state


def silent_until(urgency: Urgency, now: datetime, calendar: Calendar) -> datetime:
    """Give until when (UTC) an escalation that is acknowledged now stays silent."""
    return due_at(now, SILENCE[urgency], calendar)


def in_time(state: DeadlineState, now: datetime) -> bool:
    """Say whether the step was, or still is, within the agreement."""
    return (state.met_at or now) <= state.due_at


def _level_to_tell(state: DeadlineState, ladder: Sequence[Rung], now: datetime) -> Level | None:
    reached = [rung for rung in ladder if rung.at <= now]
    if not reached:
        return None
    silence = _silence(state)
    if silence is not None:
        return reached[-1].level if now >= silence else None
    return reached[-1].level if reached[-1] in _higher(state, ladder) else None


def _silence(state: DeadlineState) -> datetime | None:
    """Give the end of the silence that was asked for, until something is escalated after it."""
    if state.quiet_until is None or state.escalated_at is None:
        return None
    return state.quiet_until if state.escalated_at < state.quiet_until else None


def _higher(state: DeadlineState, ladder: Sequence[Rung]) -> Sequence[Rung]:
    levels = [rung.level for rung in ladder]
    if state.escalated_to not in levels:
        return ladder
    return ladder[levels.index(state.escalated_to) + 1 :]
