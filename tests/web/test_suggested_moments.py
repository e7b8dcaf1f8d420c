"""Moments for a first contact that the page suggests."""

from datetime import UTC, datetime

import pytest

from service.domain.opening_hours import AMSTERDAM
from service.domain.urgency import Urgency
from service.web.invitations.suggested_moments import suggested_moments


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM).astimezone(UTC)


CASES = [
    # Tuesday morning, acute, four hours: each hour from the next half hour.
    ("2026-11-24T10:00", "2026-11-24T14:00", Urgency.U1,
     ["2026-11-24T11:00", "2026-11-24T12:00", "2026-11-24T13:00", "2026-11-24T14:00"]),
    ("2026-11-24T10:10", "2026-11-24T14:00", Urgency.U1,
     ["2026-11-24T11:30", "2026-11-24T12:30", "2026-11-24T13:30"]),
    # Saturday evening, urgent: also in the weekend.
    ("2026-11-28T20:00", "2026-11-29T20:00", Urgency.U2,
     ["2026-11-29T09:30", "2026-11-29T13:30", "2026-11-29T16:30", "2026-11-29T19:30"]),
    # Saturday, not urgent: Monday.
    ("2026-11-28T20:00", None, Urgency.U3,
     ["2026-11-30T09:30", "2026-11-30T13:30", "2026-11-30T16:30", "2026-12-01T09:30"]),
    # Too late for anything in time: the first two all the same.
    ("2026-11-24T10:00", "2026-11-24T10:30", Urgency.U1,
     ["2026-11-24T11:00", "2026-11-24T12:00"]),
]  # fmt: skip


@pytest.mark.parametrize(("now", "due", "urgency", "expected"), CASES)
def test_moments(now: str, due: str | None, urgency: Urgency, expected: list[str]) -> None:
    found = suggested_moments(local(now), local(due) if due else None, urgency)
    assert found == [local(text) for text in expected]
