"""Use a log-in link, once, for a session of one working day."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.domain.actor import staff
from service.domain.audit_kind import AuditKind, Subject
from service.domain.errors import DeadLink, UnknownLink
from service.storage import audit_entry
from service.storage.mail_link import hash_token, new_token
from service.storage.user_account import LoginLink, UserSession

SESSION_LASTS = timedelta(hours=12)


def claim_login_link(session: Session, now: datetime, token: str) -> str:
    """Give the token of a new session for the user of the link.

    Raises UnknownLink when it was never issued, DeadLink ('used', 'expired' or 'revoked') when
    it no longer works. Two claims at once: the row lock lets exactly one through.
    """
    link = check_login_link(_locked(session, token), now)
    link.used_at = now
    session_token = new_token()
    session.add(
        UserSession(
            token_hash=hash_token(session_token),
            user_id=link.user_id,
            created_at=now,
            expires_at=now + SESSION_LASTS,
        )
    )
    who = staff(link.user_id)
    audit_entry.note(session, now, who, AuditKind.LOG_IN, "by_link", Subject.ACCOUNT, link.user_id)
    return session_token


def check_login_link(link: LoginLink | None, now: datetime) -> LoginLink:
    """Give the link back if it can still be used. Raises UnknownLink or DeadLink."""
    if link is None:
        raise UnknownLink
    if link.used_at is not None:
        raise DeadLink("used")
    if link.expires_at <= now:
        raise DeadLink("expired")
    if not link.user.active:
        raise DeadLink("revoked")
    return link


def _locked(session: Session, token: str) -> LoginLink | None:
    return session.scalar(
        select(LoginLink)
        .where(LoginLink.token_hash == hash_token(token))
        .with_for_update(of=LoginLink)
        .execution_options(populate_existing=True)
    )
