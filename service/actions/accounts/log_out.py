"""End a session."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.domain.actor import staff
from service.domain.audit_kind import AuditKind, Subject
from service.storage import audit_entry
from service.storage.mail_link import hash_token
from service.storage.user_session import UserSession


def log_out(session: Session, now: datetime, session_token: str) -> bool:
    """Revoke the session of this token; an unknown or ended one is left as it is.

    Say whether somebody came by single sign-on, and so is logged in at the provider too.
    """
    found = session.get(UserSession, hash_token(session_token))
    if found is not None and found.revoked_at is None:
        found.revoked_at = now
        subject = Subject.ACCOUNT, found.user_id
        who = staff(found.user_id)
        audit_entry.note(session, now, who, AuditKind.LOG_OUT, "by_button", *subject)
    return found is not None and found.provider_session is not None
