"""The first step of logging in: the password was right."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.accounts.begin_session import Visit, begin_session
from service.domain.errors import SessionOver
from service.storage import user_account


def log_in(
    session: Session,
    now: datetime,
    user_id: int,
    right_for: str,
    visit: Visit,
    new_hash: str | None = None,
) -> str:
    """Give the token of a new session for whom gave the password of the hash `right_for`.

    `new_hash` replaces a hash that was made with weaker settings. Raises SessionOver when the
    account was closed or got another password meanwhile.
    """
    user = user_account.locked(session, user_id)
    if not user.active or user.password_hash != right_for:
        raise SessionOver
    user.password_hash = new_hash or user.password_hash
    return begin_session(session, now, user_id, visit, "by_password")
