"""End a session."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.storage.mail_link import hash_token
from service.storage.user_account import UserSession


def log_out(session: Session, now: datetime, session_token: str) -> None:
    """Revoke the session of this token; an unknown or ended one is left as it is."""
    found = session.get(UserSession, hash_token(session_token))
    if found is not None and found.revoked_at is None:
        found.revoked_at = now
