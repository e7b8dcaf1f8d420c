"""People of the bureau and the partners who log in, their one-time log-in links and sessions."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from expert_registry.tables import Base, UtcDateTime


class UserAccount(Base):
    """Somebody who may log in."""

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    phone: Mapped[str] = mapped_column(default="")
    role: Mapped[str] = mapped_column(index=True)
    partner_id: Mapped[str | None] = mapped_column(ForeignKey("partner.id"))
    active: Mapped[bool] = mapped_column(default=True)


class LoginLink(Base):
    """A one-time log-in link; only the hash of its token is kept."""

    __tablename__ = "login_link"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[UserAccount] = relationship(lazy="joined")


class UserSession(Base):
    """A logged-in browser; the cookie holds the token of which this is the hash."""

    __tablename__ = "user_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[UserAccount] = relationship(lazy="joined")


def by_email(session: Session, email: str) -> UserAccount | None:
    """Give the account with this address, or None."""
    return session.scalar(select(UserAccount).where(UserAccount.email == email.lower()))


def with_role(session: Session, *roles: str) -> Sequence[UserAccount]:
    """Give the active accounts that have one of the roles, by id."""
    return session.scalars(
        select(UserAccount)
        .where(UserAccount.active, UserAccount.role.in_(roles))
        .order_by(UserAccount.id)
    ).all()


def live_session(session: Session, token_hash: str, now: datetime) -> UserSession | None:
    """Give the session of this hash if it is neither expired nor revoked and its user is active."""
    found = session.get(UserSession, token_hash)
    if found is None or found.revoked_at or found.expires_at <= now or not found.user.active:
        return None
    return found
