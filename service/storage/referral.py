"""The referral directory: to whom a request is referred on, and how to reach them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Date, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.tables import Base
from service.storage.read_once import read_once


class ReferralTarget(Base):
    """One entry: the signal, the party, its number and when that was checked."""

    __tablename__ = "referral_target"

    signal: Mapped[str] = mapped_column(primary_key=True)
    signal_nl: Mapped[str]
    refer_to: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    never_store: Mapped[bool] = mapped_column(default=False)
    never_match: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    checked_on: Mapped[date | None] = mapped_column(Date)


_DIRECTORY = select(ReferralTarget).order_by(ReferralTarget.position)


@read_once
def directory(session: Session) -> Sequence[ReferralTarget]:
    """Give the whole directory in its order."""
    return session.scalars(_DIRECTORY).all()
