"""The versions of the agreement on response times, each with the time in which it holds."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from expert_registry.tables import Base, UtcDateTime
from service.storage.user_account import UserAccount


class AgreementVersion(Base):
    """One version: its content as JSON, and from when until when (UTC) new requests get it.

    The content is never edited. A version that was withdrawn before it began holds never.
    """

    __tablename__ = "agreement_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str]
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    made_by: Mapped[UserAccount | None] = relationship(foreign_keys=[made_by_id])
    withdrawn_by: Mapped[UserAccount | None] = relationship(foreign_keys=[withdrawn_by_id])


def all_versions(session: Session) -> Sequence[AgreementVersion]:
    """Give all versions, the first one first."""
    return session.scalars(select(AgreementVersion).order_by(AgreementVersion.version)).all()


def lock_all(session: Session) -> Sequence[AgreementVersion]:
    """Give all versions for changing, the first one first; others wait for this transaction.

    Two that add a version at once meet in the unique number.
    """
    return session.scalars(
        select(AgreementVersion)
        .order_by(AgreementVersion.version)
        .with_for_update(of=AgreementVersion)
        .execution_options(populate_existing=True)
    ).all()


def by_version(session: Session, version: int) -> AgreementVersion | None:
    """Give the version with this number, or None."""
    return session.scalar(select(AgreementVersion).where(AgreementVersion.version == version))


def in_force(session: Session, at: datetime) -> AgreementVersion | None:
    """Give the version that holds at a moment, or None before the first one."""
    return session.scalar(
        select(AgreementVersion).where(
            AgreementVersion.withdrawn_at.is_(None),
            AgreementVersion.valid_from <= at,
            or_(AgreementVersion.valid_until.is_(None), AgreementVersion.valid_until > at),
        )
    )
