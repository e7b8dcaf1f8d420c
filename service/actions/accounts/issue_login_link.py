"""Make a one-time link of an account."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from service.domain.actor import SYSTEM
from service.domain.audit_kind import AuditKind, Subject
from service.storage import audit_entry
from service.storage.mail_link import hash_token, new_token
from service.storage.user_account import LoginLink, LoginLinkPurpose, UserAccount

LOGIN_LINK_LASTS = timedelta(minutes=30)
INVITATION_LASTS = timedelta(days=3)
_MADE = {
    LoginLinkPurpose.LOG_IN: "login_link_made",
    LoginLinkPurpose.SET_UP: "set_up_link_made",
    LoginLinkPurpose.ADDRESS: "address_link_made",
}


def issue_login_link(
    session: Session,
    now: datetime,
    user: UserAccount,
    purpose: LoginLinkPurpose = LoginLinkPurpose.LOG_IN,
    lasts: timedelta = LOGIN_LINK_LASTS,
) -> str:
    """Give the token of a fresh link; only its hash is stored."""
    token = new_token()
    session.add(
        LoginLink(
            token_hash=hash_token(token), user_id=user.id, purpose=purpose, expires_at=now + lasts
        )
    )
    detail = _MADE[purpose]
    subject = Subject.ACCOUNT, user.id
    audit_entry.note(session, now, SYSTEM, AuditKind.ACCOUNT, detail, *subject)
    return token
