"""Make a one-time link with which somebody logs in."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from service.domain.actor import SYSTEM
from service.domain.audit_kind import AuditKind, Subject
from service.storage import audit_entry
from service.storage.mail_link import hash_token, new_token
from service.storage.user_account import LoginLink, UserAccount

LOGIN_LINK_LASTS = timedelta(minutes=30)


def issue_login_link(session: Session, now: datetime, user: UserAccount) -> str:
    """Give the token of a fresh log-in link; only its hash is stored."""
    token = new_token()
    session.add(
        LoginLink(token_hash=hash_token(token), user_id=user.id, expires_at=now + LOGIN_LINK_LASTS)
    )
    subject = Subject.ACCOUNT, user.id
    audit_entry.note(session, now, SYSTEM, AuditKind.ACCOUNT, "login_link_made", *subject)
    return token
