"""Which days are closed: Dutch public holidays, less Good Friday and most 5 Mays."""

from datetime import UTC, date, datetime

import pytest

from service.domain.agreement_json import from_json, to_json
from service.domain.service_agreement import default_agreement
from service.storage.public_holidays import closed_days, closed_days_from


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        ("2026-01-01", True),
        ("2026-04-03", False),  # Good Friday
        ("2026-04-06", True),  # Easter Monday
        ("2026-04-27", True),  # King's Day
        ("2025-04-26", True),  # King's Day on the Saturday
        ("2025-04-27", False),  # as 27 April is a Sunday
        ("2025-05-05", True),  # Liberation Day in a lustrum year
        ("2026-05-05", False),
        ("2016-05-05", True),  # no lustrum, but Ascension Day
        ("2030-05-05", True),
        ("2026-05-14", True),  # Ascension Day
        ("2026-05-25", True),  # Whit Monday
        ("2026-12-25", True),
        ("2026-12-26", True),
        ("2026-12-24", False),
        ("2026-12-31", False),
    ],
)
def test_closed_by_default(day: str, closed: bool) -> None:
    found = date.fromisoformat(day)
    assert (found in closed_days([found.year])) is closed


def test_what_the_agreement_says_about_other_days_is_followed() -> None:
    assert date(2026, 4, 3) in closed_days([2026], good_friday=True)
    assert date(2026, 5, 5) in closed_days([2026], liberation_day="always")
    assert date(2025, 5, 5) not in closed_days([2025], liberation_day="never")
    assert date(2026, 5, 15) in closed_days([2026], extra=[date(2026, 5, 15)])


def test_the_days_of_an_agreement_reach_years_ahead() -> None:
    data = to_json(default_agreement()) | {
        "good_friday_closed": True,
        "liberation_day": "always",
        "extra_closed_days": ["2026-05-15"],
    }
    days = closed_days_from(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), from_json(data))
    expected = {(2026, 5, 15), (2027, 3, 26), (2027, 5, 5), (2028, 12, 25), (2026, 4, 3)}
    assert {date(*parts) for parts in expected} <= days
