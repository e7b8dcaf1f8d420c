"""Evaluations by both sides after a case was closed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.sealed import SealedText
from expert_registry.tables import Base, UtcDateTime
from service.storage.read_once import read_once


class Evaluation(Base):
    """One evaluation that was asked for; answered when `answered_at` is set."""

    __tablename__ = "evaluation"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"), index=True)
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    side: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    usefulness: Mapped[int | None]
    would_use_again: Mapped[bool | None]
    helped_decision: Mapped[bool | None]
    hours: Mapped[float | None]
    lessons: Mapped[str] = mapped_column(SealedText("evaluation.lessons"), default="")


_OF_REQUEST = (
    select(Evaluation)
    .where(Evaluation.request_id == bindparam("request_id"))
    .order_by(Evaluation.id)
)


@read_once
def of_request(session: Session, request_id: int) -> Sequence[Evaluation]:
    """Give the evaluations that were asked for a request."""
    return session.scalars(_OF_REQUEST, {"request_id": request_id}).all()
