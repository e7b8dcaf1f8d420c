"""The second step of logging in: a code of an app, a recovery code, or a passkey."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.accounts.account_note import note_own
from service.actions.accounts.begin_session import exchange_session
from service.domain.audit_kind import AuditKind
from service.domain.errors import WrongCode
from service.domain.session_limits import MOST_WRONG_CODES
from service.storage import passkey, recovery_code, user_account
from service.storage.mail_link import hash_token
from service.storage.passkey import Passkey
from service.storage.user_account import UserAccount
from service.storage.user_session import UserSession


@dataclass(frozen=True)
class CodeMatch:
    """The time step of a right code, and the secret as it is to be kept from now on."""

    step: int
    secret: str


MatchesCode = Callable[[str, int | None], CodeMatch | None]
"""From an encrypted secret and the last step that counted to a match, if the code is right."""


def pass_by_code(session: Session, now: datetime, found: UserSession, matches: MatchesCode) -> str:
    """Give the token of the complete session. Raises WrongCode; a code counts once."""
    use_code(user_account.locked(session, found.user_id), matches)
    return _complete(session, now, found, "by_code")


def use_code(user: UserAccount, matches: MatchesCode) -> None:
    """Let a code of the app count, on an account whose row is locked. Raises WrongCode."""
    if user.totp_secret is None:
        raise WrongCode
    match = matches(user.totp_secret, user.totp_last_step)
    if match is None:
        raise WrongCode
    user.totp_last_step, user.totp_secret = match.step, match.secret


def pass_by_recovery_code(session: Session, now: datetime, found: UserSession, code: str) -> str:
    """Use up the code and give the token of the complete session. Raises WrongCode."""
    if not recovery_code.use_up(session, now, found.user_id, hash_token(code)):
        raise WrongCode
    return _complete(session, now, found, "by_recovery_code")


def pass_by_passkey(
    session: Session,
    now: datetime,
    found: UserSession,
    credential_id: bytes,
    new_count: Callable[[Passkey, str | None], int],
) -> str:
    """Give the token of the complete session. Raises WrongCode.

    `new_count` checks that the passkey signed the challenge of this session, which counts once, and
    gives its new counter; it raises WrongCode.
    """
    challenge, found.challenge = found.challenge, None
    key = passkey.locked(session, found.user_id, credential_id)
    if key is None:
        raise WrongCode
    key.sign_count, key.used_at = new_count(key, challenge), now
    return _complete(session, now, found, "by_passkey")


def count_wrong_code(session: Session, now: datetime, found: UserSession) -> bool:
    """Count a wrong code; after a few the session ends, and one begins with the password again.

    Say whether it ended.
    """
    found.wrong_codes += 1
    if found.wrong_codes < MOST_WRONG_CODES:
        return False
    found.revoked_at = now
    note_own(session, now, AuditKind.SESSION, "too_many_codes", found.user_id)
    return True


def _complete(session: Session, now: datetime, found: UserSession, how: str) -> str:
    note_own(session, now, AuditKind.LOG_IN, how, found.user_id)
    return exchange_session(session, now, found, now)
