"""Prove again who you are, before a sensitive act."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.accounts.account_note import note_own
from service.domain.audit_kind import AuditKind
from service.storage.user_session import UserSession


def confirm_identity(session: Session, now: datetime, found: UserSession) -> None:
    """Remember that the user of this session proved now who they are."""
    found.confirmed_at = now
    note_own(session, now, AuditKind.LOG_IN, "confirmed", found.user_id)
