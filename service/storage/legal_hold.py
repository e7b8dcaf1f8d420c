"""Legal holds: while one stands nothing of its request is destroyed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Select, bindparam, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from expert_registry.sealed import SealedText
from expert_registry.tables import Base, UtcDateTime
from service.storage.request import SupportRequest
from service.storage.user_account import UserAccount


class LegalHold(Base):
    """Why a request is kept, since when and by whom; it stands until it is lifted."""

    __tablename__ = "legal_hold"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"), index=True)
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str] = mapped_column(SealedText("legal_hold.reason"))
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    lift_reason: Mapped[str] = mapped_column(SealedText("legal_hold.lift_reason"), default="")

    request: Mapped[SupportRequest] = relationship()
    set_by: Mapped[UserAccount] = relationship(foreign_keys=[set_by_id])
    lifted_by: Mapped[UserAccount | None] = relationship(foreign_keys=[lifted_by_id])


def held_requests() -> Select[int]:
    """Give the query for the ids of the requests that are held."""
    return select(LegalHold.request_id).where(LegalHold.lifted_at.is_(None))


_STANDING = select(LegalHold).where(
    LegalHold.request_id == bindparam("request_id"), LegalHold.lifted_at.is_(None)
)


def standing(session: Session, request_id: int) -> LegalHold | None:
    """Give the hold of a request that stands, or None."""
    return session.scalar(_STANDING, {"request_id": request_id})


def latest(session: Session, limit: int) -> Sequence[LegalHold]:
    """Give the holds: those that stand first, then the latest."""
    query = select(LegalHold).order_by(LegalHold.lifted_at.is_not(None), LegalHold.id.desc())
    return session.scalars(query.limit(limit)).all()


def first_submission(session: Session) -> datetime | None:
    """Give when the oldest of the held requests came in (UTC), or None where none is held."""
    return session.scalar(
        select(func.min(SupportRequest.submitted_at)).where(SupportRequest.id.in_(held_requests()))
    )
