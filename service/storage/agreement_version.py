"""The versions of the agreement on response times, each with the time in which it holds."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.tables import Base, UtcDateTime


class AgreementVersion(Base):
    """One version: its content as JSON, and from when until when (UTC) new requests get it."""

    __tablename__ = "agreement_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str]
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


def all_versions(session: Session) -> Sequence[AgreementVersion]:
    """Give all versions, the first one first."""
    return session.scalars(select(AgreementVersion).order_by(AgreementVersion.version)).all()
