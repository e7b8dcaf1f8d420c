"""Figures about cases: how long until an expert said yes, and which response times were kept."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median, quantiles

from service.domain.step import Step
from service.domain.urgency import Urgency


@dataclass(frozen=True)
class Spread:
    """The middle and the 90th percentile of `n` lengths of time."""

    median: timedelta
    p90: timedelta
    n: int


@dataclass(frozen=True)
class CaseFact:
    """One request: what it is about, and when it came in and was first accepted (UTC)."""

    urgency: Urgency
    themes: tuple[str, ...]
    submitted_at: datetime
    accepted_at: datetime | None


@dataclass(frozen=True)
class ClockFact:
    """What is known of one clock, as yes and no; `in_time`: it was met at its end or before."""

    step: Step
    met: bool
    in_time: bool
    cancelled: bool
    breached: bool
    over: bool


class Outcome(StrEnum):
    """What became of a clock."""

    IN_TIME = "in_time"
    LATE = "late"
    STILL_OPEN = "still_open"
    NEVER_DONE = "never_done"


def spread(lengths: Sequence[timedelta]) -> Spread | None:
    """Give median and p90 (interpolated between neighbours); None of nothing."""
    if not lengths:
        return None
    seconds = [length.total_seconds() for length in lengths]
    ninth = quantiles(seconds, n=10, method="inclusive")[8] if len(seconds) > 1 else seconds[0]
    return Spread(timedelta(seconds=median(seconds)), timedelta(seconds=ninth), len(seconds))


def time_to_acceptance(cases: Iterable[CaseFact]) -> dict[Urgency, Spread | None]:
    """Give per urgency how long it took from submission to the first yes; real time."""
    lengths: dict[Urgency, list[timedelta]] = {urgency: [] for urgency in Urgency}
    for case in cases:
        if case.accepted_at is not None:
            lengths[case.urgency].append(case.accepted_at - case.submitted_at)
    return {urgency: spread(found) for urgency, found in lengths.items()}


def outcome(clock: ClockFact) -> Outcome | None:
    """Give what became of a clock; None when that is not known yet or it no longer mattered.

    A clock that was stopped for another reason counts only if its time was over before.
    """
    if clock.met:
        return Outcome.IN_TIME if clock.in_time else Outcome.LATE
    if clock.cancelled:
        return Outcome.NEVER_DONE if clock.breached else None
    return Outcome.STILL_OPEN if clock.breached or clock.over else None


def outcomes_per_step(
    clocks: Mapping[ClockFact, int],
) -> dict[Step, dict[Outcome, int]]:
    """Give per step how many clocks (fact and number) had which outcome, in the order of a case.

    Steps of which nothing is known yet are left out.
    """
    counts: Counter[tuple[Step, Outcome]] = Counter()
    for clock, number in clocks.items():
        if found := outcome(clock):
            counts[clock.step, found] += number
    return {
        step: {each: counts[step, each] for each in Outcome}
        for step in Step
        if any(counts[step, each] for each in Outcome)
    }


def kept_share(outcomes: Mapping[Outcome, int]) -> float | None:
    """Give the share (0 to 1) that was within the agreement; None of nothing."""
    n = sum(outcomes.values())
    return outcomes[Outcome.IN_TIME] / n if n else None
