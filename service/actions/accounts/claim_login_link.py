"""Use a one-time link, once: to log in at once, or to choose a password."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.actions.accounts.account_note import note_own
from service.actions.accounts.begin_session import Visit, begin_session
from service.domain.audit_kind import AuditKind
from service.domain.errors import DeadLink, UnknownLink
from service.storage import address_change, user_account, user_session
from service.storage.mail_link import hash_token
from service.storage.user_account import LoginLink, LoginLinkPurpose


def claim_login_link(session: Session, now: datetime, token: str, visit: Visit) -> str:
    """Give the token of a new session for the user of the link; there is no second step.

    For development only: the web refuses it elsewhere. Raises UnknownLink when it was never
    issued, DeadLink ('used', 'expired' or 'revoked') when it no longer works. Two claims at once:
    the row lock lets exactly one through.
    """
    link = check_login_link(locked_link(session, token), now, LoginLinkPurpose.LOG_IN)
    link.used_at = now
    return begin_session(session, now, link.user_id, visit, "by_link", passed_second_factor=True)


def choose_password_by_link(
    session: Session, now: datetime, token: str, password_hash: str, visit: Visit
) -> str:
    """Store the password, end all sessions of the account and give the token of a new one.

    The second step is still to come, or still to be set up. Raises as `claim_login_link`.
    """
    link = check_login_link(locked_link(session, token), now, LoginLinkPurpose.SET_UP)
    user_account.use_up_links(session, now, link.user_id)
    address_change.end_all(session, now, link.user_id)
    link.user.password_hash = password_hash
    user_session.revoke(session, now, link.user_id)
    note_own(session, now, AuditKind.ACCOUNT_CHANGED, "password_chosen", link.user_id)
    return begin_session(session, now, link.user_id, visit, "by_set_up_link")


def check_login_link(
    link: LoginLink | None, now: datetime, purpose: LoginLinkPurpose | None = None
) -> LoginLink:
    """Give the link back if it can still be used, for this purpose where one is given.

    Raises UnknownLink or DeadLink.
    """
    if link is None or purpose not in (None, link.purpose):
        raise UnknownLink
    if link.used_at is not None:
        raise DeadLink("used")
    if link.expires_at <= now:
        raise DeadLink("expired")
    if not link.user.active:
        raise DeadLink("revoked")
    return link


def locked_link(session: Session, token: str) -> LoginLink | None:
    """Give the link of this token with its row locked, or None."""
    return session.scalar(
        select(LoginLink)
        .where(LoginLink.token_hash == hash_token(token))
        .with_for_update(of=LoginLink)
        .execution_options(populate_existing=True)
    )
