"""What counts as one source, how long to wait, and which mails wait first."""

from datetime import UTC, datetime, timedelta

import pytest

from service.domain.throttle import LIMITS, Attempt, most_mails, network_of, seconds_until

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("203.0.113.9", "203.0.113.9"),
        (" 203.0.113.9 ", "203.0.113.9"),
        ("203.0.113.9:51022", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("[2001:db8:1:2::9]:443", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", "unknown"),
        ("nergens", "unknown"),
        ("203.0.113.9, 198.51.100.1", "unknown"),
    ],
)
def test_one_source(address: str, source: str) -> None:
    assert network_of(address) == source


@pytest.mark.parametrize(
    ("wait", "seconds"),
    [
        (timedelta(minutes=15), 900),
        (timedelta(milliseconds=1500), 2),
        (timedelta(0), 1),
        (timedelta(seconds=-9), 1),
    ],
)
def test_whole_seconds_to_wait(wait: timedelta, seconds: int) -> None:
    assert seconds_until(NOW + wait, NOW) == seconds


@pytest.mark.parametrize(
    ("kind", "urgency", "most"),
    [
        ("invitation_reminder", "U1", 20),
        ("evaluation_requester", "U3", 20),
        ("invitation", "U3", 60),
        ("receipt", "U2", 60),
        ("receipt", "U1", 120),
    ],
)
def test_what_only_informs_waits_first(kind: str, urgency: str, most: int) -> None:
    assert most_mails(kind, urgency) == most


def test_every_kind_has_a_limit_and_acute_is_let_through_longer() -> None:
    assert set(LIMITS) == set(Attempt)
    for limit in LIMITS.values():
        assert limit.of(acute=True) >= limit.of(acute=False) == limit.most
