"""How long until an expert said yes, and which response times were kept."""

from datetime import UTC, datetime, timedelta

import pytest

from service.domain.case_figures import (
    CaseFact,
    ClockFact,
    Outcome,
    Spread,
    kept_share,
    outcome,
    outcomes_per_step,
    spread,
    time_to_acceptance,
)
from service.domain.step import Step
from service.domain.urgency import Urgency

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("hours", "middle", "ninth"),
    [
        ([4], 4, 4),
        ([2, 4], 3, 3.8),
        ([1, 2, 3], 2, 2.8),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 6, 10),
        ([9, 1, 5], 5, 8.2),
    ],
)
def test_spread(hours: list[float], middle: float, ninth: float) -> None:
    found = spread([each * HOUR for each in hours])
    assert found is not None
    assert found.n == len(hours)
    assert found.median / HOUR == pytest.approx(middle)
    assert found.p90 / HOUR == pytest.approx(ninth)


def test_nothing_has_no_spread() -> None:
    assert spread([]) is None


def test_time_to_acceptance_leaves_out_who_still_waits() -> None:
    def case(urgency: Urgency, hours: float | None) -> CaseFact:
        return CaseFact(urgency, (), NOW, None if hours is None else NOW + hours * HOUR)

    cases = [case(Urgency.U1, 1), case(Urgency.U1, 3), case(Urgency.U1, None)]
    found = time_to_acceptance([*cases, case(Urgency.U2, None)])
    assert found[Urgency.U1] == Spread(2 * HOUR, 2.8 * HOUR, 2)
    assert found[Urgency.U2] is None and found[Urgency.U4] is None


def clock(**facts: bool) -> ClockFact:
    known = dict.fromkeys(("met", "in_time", "cancelled", "breached", "over"), False)
    return ClockFact(step=Step.TRIAGE, **known | facts)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, None),
        ({"over": True}, Outcome.STILL_OPEN),
        ({"breached": True, "over": True}, Outcome.STILL_OPEN),
        ({"met": True, "in_time": True}, Outcome.IN_TIME),
        # Afterwards every clock is over; that it was met in time counts.
        ({"met": True, "in_time": True, "over": True}, Outcome.IN_TIME),
        ({"met": True, "over": True, "breached": True}, Outcome.LATE),
        ({"met": True, "over": True}, Outcome.LATE),
        ({"cancelled": True}, None),
        ({"cancelled": True, "over": True}, None),
        # An invitation without an answer: breached and cancelled at the same moment.
        ({"cancelled": True, "breached": True, "over": True}, Outcome.NEVER_DONE),
    ],
)
def test_outcome(facts: dict[str, bool], expected: Outcome | None) -> None:
    assert outcome(clock(**facts)) is expected


def test_outcomes_are_counted_per_step_in_the_order_of_a_case() -> None:
    late = ClockFact(Step.ACKNOWLEDGEMENT, True, False, False, True, True)
    clocks = {clock(met=True, in_time=True): 7, clock(): 3, clock(over=True): 1, late: 2}
    found = outcomes_per_step(clocks)
    assert list(found) == [Step.ACKNOWLEDGEMENT, Step.TRIAGE]
    assert found[Step.TRIAGE] == {
        Outcome.IN_TIME: 7,
        Outcome.LATE: 0,
        Outcome.STILL_OPEN: 1,
        Outcome.NEVER_DONE: 0,
    }
    assert kept_share(found[Step.TRIAGE]) == pytest.approx(7 / 8)
    assert kept_share(found[Step.ACKNOWLEDGEMENT]) == 0


def test_a_share_of_nothing_is_unknown() -> None:
    assert kept_share(dict.fromkeys(Outcome, 0)) is None
