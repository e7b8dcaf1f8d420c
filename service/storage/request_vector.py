"""What the model read of a request, to find requests that are like it; erased with its text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.sealed import SealedBytes
from expert_registry.tables import Base
from service.storage.match_run import MatchRun
from service.storage.request import SupportRequest


class RequestVector(Base):
    """The vector of a request: float32 little-endian, unit length, of one model."""

    __tablename__ = "request_vector"

    request_id: Mapped[int] = mapped_column(
        ForeignKey("support_request.id", ondelete="CASCADE"), primary_key=True
    )
    model_id: Mapped[str]
    vector: Mapped[bytes] = mapped_column(SealedBytes("request_vector.vector"))


@dataclass(frozen=True)
class ReadRequest:
    """A request that was ranked before: its vector and the likely themes of its latest ranking."""

    request_id: int
    municipality: str
    requester_email: str
    submitted_at: datetime
    vector: bytes
    themes: list[dict[str, Any]]


def keep(session: Session, request_id: int, model_id: str, vector: bytes) -> None:
    """Store the vector of a request in the place of an earlier one."""
    session.merge(RequestVector(request_id=request_id, model_id=model_id, vector=vector))


def forget(session: Session, request_id: int) -> None:
    """Delete what was read of a request."""
    session.execute(delete(RequestVector).where(RequestVector.request_id == request_id))


def other_requests(
    session: Session, request_id: int, model_id: str, limit: int
) -> list[ReadRequest]:
    """Give the other requests that the same model read before, the latest first."""
    latest = (
        select(func.max(MatchRun.id))
        .where(MatchRun.request_id == RequestVector.request_id)
        .correlate(RequestVector)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            SupportRequest.id,
            SupportRequest.municipality,
            SupportRequest.requester_email,
            SupportRequest.submitted_at,
            RequestVector.vector,
            MatchRun.themes,
        )
        .join(RequestVector, RequestVector.request_id == SupportRequest.id)
        .join(MatchRun, MatchRun.id == latest)
        .where(RequestVector.model_id == model_id, SupportRequest.id != request_id)
        .order_by(SupportRequest.id.desc())
        .limit(limit)
    )
    return [ReadRequest(*row) for row in rows]


def texts_of(session: Session, request_ids: Sequence[int]) -> dict[int, str]:
    """Give the matched text of some requests by id."""
    found = session.scalars(select(SupportRequest).where(SupportRequest.id.in_(request_ids)))
    return {request.id: request.text() for request in found}
