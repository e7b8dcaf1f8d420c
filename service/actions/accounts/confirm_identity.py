"""Prove again who you are, before a sensitive act."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.accounts.account_note import note_own
from service.actions.accounts.begin_session import exchange_session
from service.domain.audit_kind import AuditKind
from service.storage.user_session import UserSession


def confirm_identity(session: Session, now: datetime, found: UserSession) -> str:
    """Remember that the user of this session, whose row is locked, proved now who they are.

    Gives the token of the session that takes its place.
    """
    note_own(session, now, AuditKind.LOG_IN, "confirmed", found.user_id)
    return exchange_session(session, now, found, found.second_factor_at)
