"""End sessions of somebody, on their own request."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.accounts.account_note import note_own
from service.domain.audit_kind import AuditKind
from service.storage import user_session


def end_session(session: Session, now: datetime, user_id: int, token_hash: str) -> bool:
    """End one session of this user; False when they have no such one."""
    ended = user_session.revoke(session, now, user_id, only=token_hash) > 0
    if ended:
        note_own(session, now, AuditKind.SESSION, "one_ended", user_id)
    return ended


def end_other_sessions(session: Session, now: datetime, user_id: int, token_hash: str) -> int:
    """End all sessions of this user but the one of this hash; give how many."""
    ended = user_session.revoke(session, now, user_id, but=token_hash)
    if ended:
        note_own(session, now, AuditKind.SESSION, "others_ended", user_id)
    return ended
