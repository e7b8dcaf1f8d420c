"""Give an account a second step, and recovery codes; or take these away."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.accounts.account_note import note_own
from service.actions.accounts.begin_session import exchange_session
from service.actions.accounts.pass_second_factor import CodeMatch
from service.domain.audit_kind import AuditKind
from service.domain.errors import WrongCode
from service.storage import passkey, recovery_code, user_account
from service.storage.mail_link import hash_token
from service.storage.passkey import Passkey
from service.storage.user_session import UserSession


def set_up_app(
    session: Session,
    now: datetime,
    found: UserSession,
    match: CodeMatch | None,
    codes: Iterable[str],
) -> str:
    """Store the secret of the app, of which a first code was right; give the new session's token.

    `codes` become the recovery codes. Raises WrongCode when there is no match.
    """
    if match is None:
        raise WrongCode
    user = user_account.locked(session, found.user_id)
    user.totp_secret, user.totp_last_step = match.secret, match.step
    note_own(session, now, AuditKind.SECOND_FACTOR, "app_set_up", user.id)
    replace_recovery_codes(session, now, user.id, codes)
    return exchange_session(session, now, found, now)


def remove_app(session: Session, now: datetime, user_id: int) -> bool:
    """Let the codes of the app no longer count; False when the role needs them as second step."""
    user = user_account.locked(session, user_id)
    if user.totp_secret is None or not passkey.of_user(session, user_id):
        return False
    user.totp_secret = user.totp_last_step = None
    note_own(session, now, AuditKind.SECOND_FACTOR, "app_removed", user_id)
    return True


def replace_recovery_codes(
    session: Session, now: datetime, user_id: int, codes: Iterable[str]
) -> None:
    """Store these recovery codes; earlier ones no longer work."""
    recovery_code.replace_all(session, now, user_id, [hash_token(code) for code in codes])
    note_own(session, now, AuditKind.SECOND_FACTOR, "recovery_codes_made", user_id)


def add_passkey(session: Session, now: datetime, found: UserSession, made: Passkey) -> str:
    """Store a passkey that was checked; give the token of the new session."""
    session.add(made)
    note_own(session, now, AuditKind.SECOND_FACTOR, "passkey_added", found.user_id)
    return exchange_session(session, now, found, now)


def remove_passkey(session: Session, now: datetime, user_id: int, passkey_id: int) -> bool:
    """Remove a passkey; False when it is not there, or is the only second step."""
    user = user_account.locked(session, user_id)
    others = [one for one in passkey.of_user(session, user_id) if one.id != passkey_id]
    if user.totp_secret is None and not others:
        return False
    if not passkey.remove(session, user_id, passkey_id):
        return False
    note_own(session, now, AuditKind.SECOND_FACTOR, "passkey_removed", user_id)
    return True


def forget_second_factor(session: Session, user_id: int) -> tuple[int, int]:
    """Take away app, passkeys and recovery codes; give how many of the latter two went."""
    user = user_account.locked(session, user_id)
    user.totp_secret = user.totp_last_step = None
    return passkey.remove(session, user_id), recovery_code.remove_all(session, user_id)
