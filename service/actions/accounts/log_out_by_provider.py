"""End sessions because the provider says that somebody logged out, or was shut out, there."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.accounts.account_note import note_by
from service.actions.accounts.log_in_by_provider import session_name
from service.domain.actor import SYSTEM
from service.domain.audit_kind import AuditKind
from service.storage import account_identity, user_session


def log_out_by_provider(
    session: Session, now: datetime, issuer: str, subject: str, provider_session: str
) -> int:
    """End the sessions that belong to one at the provider, or all that somebody has from there.

    One of `subject` and `provider_session` may be empty. Gives how many ended; told again, none.
    """
    name = session_name(issuer, provider_session) or None
    known = account_identity.find(session, issuer, subject) if subject else None
    if subject:
        users = [known.user_id] if known else []
    else:
        users = list(user_session.users_at_provider(session, name)) if name else []
    return sum(_end(session, now, user_id, name) for user_id in users)


def _end(session: Session, now: datetime, user_id: int, name: str | None) -> int:
    ended = user_session.revoke_at_provider(session, now, user_id, name)
    if ended:
        note_by(session, now, SYSTEM, AuditKind.SESSION, "ended_by_provider", user_id)
    return ended
