"""When an expert may be asked. Times are Dutch unless they end in Z."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from expert_registry.availability import (
    absence_reminder_due,
    absent_on,
    load_limit_reached,
    unavailability,
)
from expert_registry.expert import ExpertProfile

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PROFILE = ExpertProfile(
    external_id="X1", partner_id="omo", summary="Ervaring.", themes=("voetbal",), support_kinds=()
)
SECOND_CHRISTMAS_DAY = date(2025, 12, 26)


def dutch(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("change", "at", "reason"),
    [
        ({}, "2026-03-14T12:00", None),  # Saturday
        ({"status": "paused"}, "2026-03-13T12:00", "tijdelijk niet"),
        ({"status": "withdrawn"}, "2026-03-13T12:00", "niet meer mee"),
        ({"workdays_only": True}, "2026-03-13T23:59", None),  # Friday
        ({"workdays_only": True}, "2026-03-14T00:00", "werkdagen"),  # Saturday
        ({"workdays_only": True}, "2026-03-15T23:59", "werkdagen"),  # Sunday
        ({"workdays_only": True}, "2026-03-16T00:00", None),  # Monday
        ({"workdays_only": True}, "2025-12-26T12:00", "werkdagen"),  # Friday, holiday
        ({"unavailable_until": date(2026, 3, 13)}, "2026-03-13T23:59", "tot en met 13-03-2026"),
        ({"unavailable_until": date(2026, 3, 13)}, "2026-03-14T00:00", None),
        ({"unavailable_since": date(2026, 3, 1)}, "2026-03-13T12:00", "niet beschikbaar"),
    ],
)
def test_why_an_expert_cannot_be_asked(change: dict[str, Any], at: str, reason: str | None) -> None:
    found = unavailability(replace(PROFILE, **change), dutch(at), {SECOND_CHRISTMAS_DAY})
    assert (found is None) if reason is None else (found is not None and reason in found)


def test_the_day_changes_at_midnight_in_the_netherlands() -> None:
    absent = replace(PROFILE, unavailable_until=date(2026, 7, 1))
    assert unavailability(absent, datetime(2026, 7, 1, 21, 59, tzinfo=UTC)) is not None
    assert unavailability(absent, datetime(2026, 7, 1, 22, 0, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("since", "until", "today", "absent", "remind"),
    [
        (None, None, "2026-03-01", False, False),
        ("2026-03-01", None, "2026-02-28", False, False),  # planned, not begun
        ("2026-03-01", None, "2026-03-01", True, False),
        ("2026-03-01", None, "2026-03-28", True, False),  # four weeks less a day
        ("2026-03-01", None, "2026-03-29", True, True),  # four weeks
        ("2026-03-01", None, "2026-04-25", True, True),  # eight weeks less a day
        ("2026-03-01", None, "2026-04-26", False, False),  # eight weeks: back
        ("2026-03-01", "2026-12-31", "2026-04-26", False, False),  # not confirmed: back
        ("2026-03-01", "2026-03-10", "2026-03-10", True, False),
        ("2026-03-01", "2026-03-10", "2026-03-11", False, False),
        (None, "2026-12-31", "2026-03-11", True, False),
    ],
)
def test_an_absence_is_asked_about_and_lapses(
    since: str | None, until: str | None, today: str, absent: bool, remind: bool
) -> None:
    profile = replace(
        PROFILE,
        unavailable_since=date.fromisoformat(since) if since else None,
        unavailable_until=date.fromisoformat(until) if until else None,
    )
    day = date.fromisoformat(today)
    assert (absent_on(profile, day), absence_reminder_due(profile, day)) == (absent, remind)


@pytest.mark.parametrize(
    ("active", "invited", "ended", "quarter", "reason"),
    [
        (0, 0, None, 0, None),
        (1, 0, None, 3, None),
        (1, 1, None, 0, "genoeg vragen (2)"),
        (2, 0, None, 0, "genoeg vragen (2)"),
        (0, 2, None, 0, "genoeg vragen (2)"),
        (0, 0, None, 4, "kwartaal"),
        (0, 1, None, 3, "kwartaal"),
        (0, 0, "2026-03-01", 0, "rust tot 15-03-2026"),
        (0, 0, "2026-02-28", 0, None),  # the fourteen days ended yesterday
    ],
)
def test_load(
    active: int, invited: int, ended: str | None, quarter: int, reason: str | None
) -> None:
    last = date.fromisoformat(ended) if ended else None
    found = load_limit_reached(PROFILE, active, invited, last, quarter, dutch("2026-03-14T12:00"))
    assert (found is None) if reason is None else (found is not None and reason in found)
