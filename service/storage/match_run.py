"""Rankings that were made for a request, with model and registry version, and their candidates."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from expert_registry.tables import Base, Expert, UtcDateTime


class MatchRun(Base):
    """One automatic ranking: an advice, never a decision."""

    __tablename__ = "match_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    model_id: Mapped[str]
    registry_version: Mapped[int]
    degraded: Mapped[bool] = mapped_column(default=False)
    pool_size: Mapped[int]
    excluded: Mapped[dict[str, int]] = mapped_column(JSON)


class Candidate(Base):
    """One expert in a ranking, with score, the features behind it and the reasons."""

    __tablename__ = "candidate"

    id: Mapped[int] = mapped_column(primary_key=True)
    match_run_id: Mapped[int] = mapped_column(ForeignKey("match_run.id"), index=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"))
    rank: Mapped[int]
    score: Mapped[float]
    features: Mapped[dict[str, float]] = mapped_column(JSON)
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    soft_conflicts: Mapped[list[str]] = mapped_column(JSON)

    expert: Mapped[Expert] = relationship(lazy="joined")


def latest_run(session: Session, request_id: int) -> MatchRun | None:
    """Give the latest ranking of a request, or None when it was not ranked yet."""
    return session.scalar(
        select(MatchRun)
        .where(MatchRun.request_id == request_id)
        .order_by(MatchRun.id.desc())
        .limit(1)
    )


def candidates(session: Session, match_run_id: int) -> Sequence[Candidate]:
    """Give the candidates of a ranking, best first."""
    return session.scalars(
        select(Candidate).where(Candidate.match_run_id == match_run_id).order_by(Candidate.rank)
    ).all()
