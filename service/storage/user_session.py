"""Sessions of people who logged in: one row per browser, and the row is the truth."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Select, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from expert_registry.tables import Base, UtcDateTime
from service.domain.session_limits import SessionLimits
from service.storage import user_account
from service.storage.mail_link import hash_token
from service.storage.user_account import UserAccount


class UserSession(Base):
    """A browser that logged in; its cookie holds the token of which this is the hash.

    `second_factor_at` is when the second step was passed, `confirmed_at` when somebody last proved
    who they are. `browser` is a coarse code, such as firefox/windows. `challenge` is what a passkey
    must sign next. `provider_session` is set for who came by single sign-on: the hash of the
    session at the provider, empty where it named none.
    """

    __tablename__ = "user_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    second_factor_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    wrong_codes: Mapped[int] = mapped_column(default=0)
    challenge: Mapped[str | None]
    browser: Mapped[str] = mapped_column(default="")
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    provider_session: Mapped[str | None]

    user: Mapped[UserAccount] = relationship(lazy="joined")


def live_session(
    session: Session, token_hash: str, now: datetime, limits: SessionLimits
) -> UserSession | None:
    """Give the session of this hash while it lasts and its user is active."""
    found = session.get(UserSession, token_hash)
    return found if found and _lives(found, now, limits) else None


def locked_session(
    session: Session, token_hash: str, now: datetime, limits: SessionLimits
) -> UserSession | None:
    """Give the session as `live_session` does, its account locked first and then its row.

    The account comes first everywhere, so that two transactions never wait in a circle.
    """
    user_id = session.scalar(_user_id_of(token_hash))
    if user_id is None:
        return None
    user_account.locked(session, user_id)
    query = select(UserSession).where(UserSession.token_hash == token_hash)
    locking = query.with_for_update(of=UserSession).execution_options(populate_existing=True)
    found = session.scalar(locking)
    return found if found and _lives(found, now, limits) else None


def live_sessions_of(
    session: Session, user_id: int, now: datetime, limits: SessionLimits
) -> Sequence[UserSession]:
    """Give where somebody is logged in, the last used first."""
    query = select(UserSession).where(
        UserSession.user_id == user_id, UserSession.revoked_at.is_(None)
    )
    found = session.scalars(query.order_by(UserSession.last_seen_at.desc()))
    return [one for one in found if _lives(one, now, limits)]


def revoke(
    session: Session,
    now: datetime,
    user_id: int,
    *,
    only: str | None = None,
    but: str | None = None,
) -> int:
    """End the sessions of somebody, or `only` the one of this hash, or all `but` that one.

    Gives how many ended. Locks the account.
    """
    user_account.locked(session, user_id)
    query = update(UserSession).where(
        UserSession.user_id == user_id, UserSession.revoked_at.is_(None)
    )
    if only is not None:
        query = query.where(UserSession.token_hash == only)
    if but is not None:
        query = query.where(UserSession.token_hash != but)
    session.flush()
    return len(
        session.scalars(query.values(revoked_at=now).returning(UserSession.token_hash)).all()
    )


def users_at_provider(session: Session, provider_session: str) -> Sequence[int]:
    """Give whose sessions belong to this session at the provider (the hash of its name)."""
    query = select(UserSession.user_id).where(UserSession.provider_session == provider_session)
    return session.scalars(query.distinct().order_by(UserSession.user_id)).all()


def revoke_at_provider(
    session: Session, now: datetime, user_id: int, provider_session: str | None = None
) -> int:
    """End the sessions of somebody who came by single sign-on: those of one session there, or all.

    Gives how many ended. Locks the account.
    """
    user_account.locked(session, user_id)
    query = update(UserSession).where(
        UserSession.user_id == user_id,
        UserSession.revoked_at.is_(None),
        UserSession.provider_session.is_not(None),
    )
    if provider_session is not None:
        query = query.where(UserSession.provider_session == provider_session)
    return len(
        session.scalars(query.values(revoked_at=now).returning(UserSession.token_hash)).all()
    )


def add(session: Session, token: str, **values: object) -> UserSession:
    """Store a session under the hash of its token."""
    made = UserSession(token_hash=hash_token(token), **values)
    session.add(made)
    return made


def _user_id_of(token_hash: str) -> Select[int]:
    return select(UserSession.user_id).where(UserSession.token_hash == token_hash)


def _lives(found: UserSession, now: datetime, limits: SessionLimits) -> bool:
    ended = found.revoked_at is not None or found.expires_at <= now or not found.user.active
    return not ended and not limits.over(found.created_at, found.last_seen_at, now)
