"""How far somebody has come with logging in, and when a session is over."""

from datetime import UTC, datetime, timedelta

import pytest

from service.domain.actor import Role
from service.domain.session_limits import SessionLimits, is_fresh
from service.domain.session_standing import Standing, standing_of

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("has", [True, False])
def test_who_passed_the_second_step_is_in(role: Role, has: bool) -> None:
    found = standing_of(role, has_second_factor=has, passed_second_factor=True)
    assert found is Standing.COMPLETE


@pytest.mark.parametrize(
    ("role", "without", "with_one"),
    [
        (Role.COORDINATOR, Standing.SET_UP_NEEDED, Standing.CODE_NEEDED),
        (Role.DEPUTY_COORDINATOR, Standing.SET_UP_NEEDED, Standing.CODE_NEEDED),
        (Role.PROGRAMME_MANAGER, Standing.SET_UP_NEEDED, Standing.CODE_NEEDED),
        (Role.PRIVACY_OFFICER, Standing.SET_UP_NEEDED, Standing.CODE_NEEDED),
        (Role.ADMIN, Standing.SET_UP_NEEDED, Standing.CODE_NEEDED),
        (Role.PARTNER_CONTACT, Standing.COMPLETE, Standing.CODE_NEEDED),
    ],
)
def test_after_the_password_alone(role: Role, without: Standing, with_one: Standing) -> None:
    for has, expected in ((False, without), (True, with_one)):
        found = standing_of(role, has_second_factor=has, passed_second_factor=False)
        assert found is expected


@pytest.mark.parametrize(
    ("since_begin", "since_use", "over"),
    [(0, 0, False), (60, 29.9, False), (60, 30, True), (719.9, 0, False), (720, 0, True)],
)
def test_a_session_is_over(since_begin: float, since_use: float, over: bool) -> None:
    begun, used = NOW - timedelta(minutes=since_begin), NOW - timedelta(minutes=since_use)
    assert SessionLimits().over(begun, used, NOW) is over


@pytest.mark.parametrize(("minutes", "fresh"), [(0, True), (14.9, True), (15, False)])
def test_fresh_lasts_a_quarter(minutes: float, fresh: bool) -> None:
    assert is_fresh(NOW - timedelta(minutes=minutes), NOW) is fresh
