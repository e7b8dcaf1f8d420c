"""Whether an account has a second step: an app with codes, or a passkey."""

from sqlalchemy.orm import Session

from service.domain.actor import Role
from service.domain.session_standing import Standing, standing_of
from service.storage import passkey
from service.storage.user_account import UserAccount
from service.storage.user_session import UserSession


def has_second_factor(session: Session, user: UserAccount) -> bool:
    """Say whether this account has a second step; recovery codes alone are none."""
    return user.totp_secret is not None or bool(passkey.of_user(session, user.id))


def standing_of_session(session: Session, found: UserSession) -> Standing:
    """Give how far this session has come with logging in."""
    passed = found.second_factor_at is not None
    return standing_of(
        Role(found.user.role),
        has_second_factor=passed or has_second_factor(session, found.user),
        passed_second_factor=passed,
    )
