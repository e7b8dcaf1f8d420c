"""Begin a session, or give one that goes on another token."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.accounts.account_note import note_own
from service.domain.audit_kind import AuditKind
from service.domain.session_limits import SessionLimits
from service.storage import user_session
from service.storage.mail_link import new_token
from service.storage.user_session import UserSession


@dataclass(frozen=True)
class Visit:
    """The browser in which somebody logs in, how long that may last, and its former session."""

    limits: SessionLimits
    browser: str = ""
    former_token_hash: str | None = None


def begin_session(
    session: Session,
    now: datetime,
    user_id: int,
    visit: Visit,
    how: str,
    *,
    passed_second_factor: bool = False,
    confirmed_at: datetime | None = None,
    provider_session: str | None = None,
) -> str:
    """Give the token of a new session; what this browser had before ends.

    The log tells it: `how` is a code, such as by_password. `confirmed_at`: when somebody proved who
    they are, where that was not just now.
    """
    _end_former(session, now, visit.former_token_hash)
    token = new_token()
    user_session.add(
        session,
        token,
        user_id=user_id,
        created_at=now,
        expires_at=now + visit.limits.absolute,
        last_seen_at=now,
        confirmed_at=confirmed_at or now,
        second_factor_at=now if passed_second_factor else None,
        browser=visit.browser,
        provider_session=provider_session,
    )
    note_own(session, now, AuditKind.LOG_IN, how, user_id)
    return token


def exchange_session(
    session: Session, now: datetime, found: UserSession, second_factor_at: datetime | None
) -> str:
    """Give the token of a session that takes the place of this one.

    It lasts no longer than the one it replaces. `second_factor_at`: when the second step was
    passed.
    """
    token = new_token()
    user_session.add(
        session,
        token,
        user_id=found.user_id,
        created_at=found.created_at,
        expires_at=found.expires_at,
        last_seen_at=now,
        confirmed_at=now,
        second_factor_at=second_factor_at,
        browser=found.browser,
        provider_session=found.provider_session,
    )
    found.revoked_at = now
    return token


def _end_former(session: Session, now: datetime, token_hash: str | None) -> None:
    former = session.get(UserSession, token_hash) if token_hash else None
    if former is not None and former.revoked_at is None:
        former.revoked_at = now
