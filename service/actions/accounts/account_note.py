"""Tell the audit log what happened to an account."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.domain.actor import Actor, staff
from service.domain.audit_kind import AuditKind, Subject
from service.storage import audit_entry


def note_own(session: Session, now: datetime, kind: AuditKind, detail: str, user_id: int) -> None:
    """Tell what somebody did to their own account; `detail` is a code."""
    note_by(session, now, staff(user_id), kind, detail, user_id)


def note_by(
    session: Session, now: datetime, actor: Actor, kind: AuditKind, detail: str, user_id: int
) -> None:
    """Tell what `actor` did to the account of this id."""
    audit_entry.note(session, now, actor, kind, detail, Subject.ACCOUNT, user_id)
