"""Log-in links work once and for half an hour; sessions end after twelve hours or at log-out."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from service.actions.accounts.begin_session import Visit
from service.actions.accounts.claim_login_link import claim_login_link
from service.actions.accounts.issue_login_link import issue_login_link
from service.actions.accounts.log_out import log_out
from service.domain.actor import Role
from service.domain.errors import DeadLink, UnknownLink
from service.domain.session_limits import SessionLimits
from service.storage.mail_link import hash_token
from service.storage.user_account import LoginLink, UserAccount
from service.storage.user_session import UserSession, live_session

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
VISIT = Visit(SessionLimits(idle=timedelta(hours=24)))


@pytest.fixture
def user(session: Session) -> UserAccount:
    found = UserAccount(name="Coördinator", email="co@bureau.example", role=Role.COORDINATOR)
    session.add(found)
    session.flush()
    return found


@pytest.fixture
def link(session: Session, user: UserAccount) -> str:
    token = issue_login_link(session, NOW, user)
    session.flush()
    return token


@pytest.fixture
def logged_in(session: Session, link: str) -> str:
    token = claim_login_link(session, NOW, link, VISIT)
    session.flush()
    return token


def test_a_link_gives_a_session_of_its_user(
    session: Session, user: UserAccount, logged_in: str
) -> None:
    found = live_session(session, hash_token(logged_in), NOW, VISIT.limits)
    assert found is not None and found.user is user


def test_neither_token_is_stored(session: Session, link: str, logged_in: str) -> None:
    assert session.get(LoginLink, link) is None
    assert session.get(UserSession, logged_in) is None


@pytest.mark.parametrize(
    ("minutes", "works"), [(0, True), (29.9, True), (30, False), (60 * 24, False)]
)
def test_a_link_lasts_half_an_hour(
    session: Session, link: str, minutes: float, works: bool
) -> None:
    at = NOW + timedelta(minutes=minutes)
    if works:
        claim_login_link(session, at, link, VISIT)
        return
    with pytest.raises(DeadLink) as refusal:
        claim_login_link(session, at, link, VISIT)
    assert refusal.value.reason == "expired"


def test_a_link_works_once(session: Session, link: str, logged_in: str) -> None:
    with pytest.raises(DeadLink) as refusal:
        claim_login_link(session, NOW, link, VISIT)
    assert refusal.value.reason == "used"


def test_a_link_of_a_closed_account_is_dead(session: Session, user: UserAccount, link: str) -> None:
    user.active = False
    with pytest.raises(DeadLink) as refusal:
        claim_login_link(session, NOW, link, VISIT)
    assert refusal.value.reason == "revoked"


def test_a_forged_link_is_unknown(session: Session, link: str) -> None:
    with pytest.raises(UnknownLink):
        claim_login_link(session, NOW, link[:-1] + "!", VISIT)


@pytest.mark.parametrize(("hours", "lives"), [(11.9, True), (12, False)])
def test_a_session_lasts_twelve_hours_however_busy(
    session: Session, logged_in: str, hours: float, lives: bool
) -> None:
    at = NOW + timedelta(hours=hours)
    assert (live_session(session, hash_token(logged_in), at, VISIT.limits) is not None) is lives


def _log_out(session: Session, token: str) -> None:
    log_out(session, NOW, token)


def _close_account(session: Session, token: str) -> None:
    session.get_one(UserSession, hash_token(token)).user.active = False


@pytest.mark.parametrize("end", [_log_out, _close_account])
def test_a_session_can_be_ended(
    session: Session, logged_in: str, end: Callable[[Session, str], None]
) -> None:
    end(session, logged_in)
    assert live_session(session, hash_token(logged_in), NOW, VISIT.limits) is None


def test_logging_out_without_a_session_does_nothing(session: Session) -> None:
    log_out(session, NOW, "unknown")
