"""People of the bureau and the partners who log in, and their one-time links."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Select, bindparam, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from expert_registry.tables import Base, UtcDateTime
from service.domain.actor import Role


class LoginLinkPurpose(StrEnum):
    """What a one-time link is for: to log in at once, to choose a password first, or to show that
    an address is one's own."""

    LOG_IN = "log_in"
    SET_UP = "set_up"
    ADDRESS = "address"


class UserAccount(Base):
    """Somebody who may log in.

    `password_hash` is argon2id in the PHC form; None: no password was chosen yet. `totp_secret` is
    encrypted; `totp_last_step` is the time step (of 30 s) of the last code, which counts once.
    """

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    phone: Mapped[str] = mapped_column(default="")
    role: Mapped[str] = mapped_column(index=True)
    partner_id: Mapped[str | None] = mapped_column(ForeignKey("partner.id"))
    active: Mapped[bool] = mapped_column(default=True)
    password_hash: Mapped[str | None]
    totp_secret: Mapped[str | None]
    totp_last_step: Mapped[int | None]


class LoginLink(Base):
    """A one-time link of an account; only the hash of its token is kept."""

    __tablename__ = "login_link"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    purpose: Mapped[str] = mapped_column(default=LoginLinkPurpose.LOG_IN)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[UserAccount] = relationship(lazy="joined")


def by_email(session: Session, email: str) -> UserAccount | None:
    """Give the account with this address, or None."""
    return session.scalar(select(UserAccount).where(UserAccount.email == email.lower()))


_WITH_ROLE = (
    select(UserAccount)
    .where(UserAccount.active, UserAccount.role.in_(bindparam("roles", expanding=True)))
    .order_by(UserAccount.id)
)


def with_role(session: Session, *roles: str) -> Sequence[UserAccount]:
    """Give the active accounts that have one of the roles, by id."""
    return session.scalars(_WITH_ROLE, {"roles": roles}).all()


def all_accounts(session: Session) -> Sequence[UserAccount]:
    """Give all accounts, those in use first, by name."""
    query = select(UserAccount).order_by(UserAccount.active.desc(), UserAccount.name)
    return session.scalars(query.order_by(UserAccount.id)).all()


def locked(session: Session, user_id: int) -> UserAccount:
    """Give the account with its row locked until the transaction ends."""
    return session.scalars(_anew().where(UserAccount.id == user_id).with_for_update()).one()


def locked_admins(session: Session) -> Sequence[UserAccount]:
    """Give the active administrators, their rows locked in the order of their ids."""
    query = _anew().where(UserAccount.active, UserAccount.role == Role.ADMIN)
    return session.scalars(query.order_by(UserAccount.id).with_for_update()).all()


def use_up_links(session: Session, now: datetime, user_id: int) -> None:
    """Let no link of this account work any more."""
    open_links = LoginLink.user_id == user_id, LoginLink.used_at.is_(None)
    session.execute(update(LoginLink).where(*open_links).values(used_at=now))


def _anew() -> Select[UserAccount]:
    return select(UserAccount).execution_options(populate_existing=True)
