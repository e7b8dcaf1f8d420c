"""Change one's own password."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.accounts.account_note import note_own
from service.actions.accounts.begin_session import exchange_session
from service.domain.audit_kind import AuditKind
from service.domain.errors import SessionOver
from service.storage import address_change, user_account, user_session
from service.storage.user_session import UserSession


def change_password(
    session: Session, now: datetime, found: UserSession, right_for: str, password_hash: str
) -> str:
    """Store the new password and end all sessions but this one, which gets the given new token.

    `right_for` is the hash of the password that was given. Raises SessionOver when it changed.
    """
    user = user_account.locked(session, found.user_id)
    if user.password_hash != right_for:
        raise SessionOver
    user.password_hash = password_hash
    user_account.use_up_links(session, now, user.id)
    address_change.end_all(session, now, user.id)
    user_session.revoke(session, now, user.id, but=found.token_hash)
    note_own(session, now, AuditKind.ACCOUNT_CHANGED, "password_changed", user.id)
    return exchange_session(session, now, found, found.second_factor_at)
