"""Which person at the provider an account belongs to."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.tables import Base, UtcDateTime


class AccountIdentity(Base):
    """The identity (issuer, sub) of an account; of the sub only a hash is kept.

    An account has at most one identity at an issuer, so that somebody who gets the address of a
    colleague who left does not get the account.
    """

    __tablename__ = "account_identity"
    __table_args__ = (UniqueConstraint("user_id", "issuer"),)

    identity_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    issuer: Mapped[str]
    bound_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime] = mapped_column(UtcDateTime)


def identity_hash(issuer: str, subject: str) -> str:
    """Give the form in which an identity is stored; neither part can hold a line break."""
    return hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()


def find(session: Session, issuer: str, subject: str) -> AccountIdentity | None:
    """Give the identity of this person, or None when it belongs to no account."""
    return session.get(AccountIdentity, identity_hash(issuer, subject))


def of_user(session: Session, user_id: int) -> Sequence[AccountIdentity]:
    """Give the identities of an account."""
    return session.scalars(select(AccountIdentity).where(AccountIdentity.user_id == user_id)).all()


def at_issuer(session: Session, user_id: int, issuer: str) -> AccountIdentity | None:
    """Give the identity of an account at this issuer, or None."""
    own = AccountIdentity.user_id == user_id, AccountIdentity.issuer == issuer
    return session.scalar(select(AccountIdentity).where(*own))


def remove_all(session: Session, user_id: int) -> int:
    """Remove the identities of an account; give how many went."""
    query = delete(AccountIdentity).where(AccountIdentity.user_id == user_id)
    return len(session.scalars(query.returning(AccountIdentity.identity_hash)).all())
