"""Rankings that were made for a request, with model and registry version, and their candidates."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Select, bindparam, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from expert_registry.sealed import SealedJson
from expert_registry.tables import Base, Expert, UtcDateTime
from service.storage.read_once import read_once
from service.storage.request import SupportRequest


class MatchRun(Base):
    """One automatic ranking: an advice, never a decision.

    `themes` and `support_kinds` are what the text seems to be about: slug and chance. `knowledge`
    holds ids of knowledge items, best first; `similar` requests that this one is like, with their
    likeness; `obstacles` what keeps fitting experts off the list.
    """

    __tablename__ = "match_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    model_id: Mapped[str]
    registry_version: Mapped[int]
    degraded: Mapped[bool] = mapped_column(default=False)
    pool_size: Mapped[int]
    excluded: Mapped[dict[str, int]] = mapped_column(JSON)
    themes: Mapped[list[dict[str, Any]]] = mapped_column(
        SealedJson("match_run.themes"), default=list
    )
    support_kinds: Mapped[list[dict[str, Any]]] = mapped_column(
        SealedJson("match_run.support_kinds"), default=list
    )
    knowledge: Mapped[list[dict[str, Any]]] = mapped_column(
        SealedJson("match_run.knowledge"), default=list
    )
    similar: Mapped[list[dict[str, Any]]] = mapped_column(
        SealedJson("match_run.similar"), default=list
    )
    obstacles: Mapped[list[dict[str, Any]]] = mapped_column(
        SealedJson("match_run.obstacles"), default=list
    )


class Candidate(Base):
    """One expert in a ranking, with score, the features behind it and the reasons.

    `rank` is spread over the partners, `rank_by_score` is not; `chance` is the calibrated
    probability that the expert fits (None in rankings of before these were kept).
    """

    __tablename__ = "candidate"

    id: Mapped[int] = mapped_column(primary_key=True)
    match_run_id: Mapped[int] = mapped_column(ForeignKey("match_run.id"), index=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"))
    rank: Mapped[int]
    rank_by_score: Mapped[int | None]
    score: Mapped[float]
    chance: Mapped[float | None]
    features: Mapped[dict[str, float]] = mapped_column(SealedJson("candidate.features"))
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(SealedJson("candidate.reasons"))
    soft_conflicts: Mapped[list[str]] = mapped_column(JSON)

    expert: Mapped[Expert] = relationship(lazy="joined")


_LATEST = (
    select(MatchRun)
    .where(MatchRun.request_id == bindparam("request_id"))
    .order_by(MatchRun.id.desc())
    .limit(1)
)


@read_once
def latest_run(session: Session, request_id: int) -> MatchRun | None:
    """Give the latest ranking of a request, or None when it was not ranked yet."""
    return session.scalar(_LATEST, {"request_id": request_id})


def ranked_before(
    registry_version: int, statuses: Collection[str]
) -> Select[SupportRequest, MatchRun]:
    """Give the query for the requests in these states whose latest ranking used an older registry.

    With that ranking. Left out are requests that are held or wait for a ranking anyway.
    """
    latest = (
        select(func.max(MatchRun.id))
        .where(MatchRun.request_id == SupportRequest.id)
        .correlate(SupportRequest)
        .scalar_subquery()
    )
    return (
        select(SupportRequest, MatchRun)
        .join(MatchRun, MatchRun.id == latest)
        .where(
            SupportRequest.status.in_(statuses),
            SupportRequest.held.is_(False),
            SupportRequest.ranking_due_at.is_(None),
            SupportRequest.text_erased_at.is_(None),
            MatchRun.registry_version < registry_version,
        )
    )


def claim_ranked_before(
    session: Session, registry_version: int, statuses: Collection[str]
) -> Sequence[tuple[SupportRequest, MatchRun]]:
    """Lock the requests of `ranked_before` and give them with that ranking.

    Left out are those that another transaction holds.
    """
    rows = session.execute(
        ranked_before(registry_version, statuses)
        .order_by(SupportRequest.id)
        .with_for_update(of=SupportRequest, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return [(request, run) for request, run in rows]


def possible_duplicates(session: Session, request_ids: Collection[int]) -> set[int]:
    """Give the ids of these requests whose latest ranking found a possible duplicate."""
    latest = (
        select(func.max(MatchRun.id))
        .where(MatchRun.request_id.in_(request_ids))
        .group_by(MatchRun.request_id)
    )
    rows = session.execute(
        select(MatchRun.request_id, MatchRun.similar).where(MatchRun.id.in_(latest))
    )
    return {row[0] for row in rows if any(found["duplicate"] for found in row[1])}


def proposed_among_first(session: Session, places: int) -> tuple[int, dict[int, int]]:
    """Give how many requests were ranked, and in how many of them each expert came this high.

    Only the latest ranking of a request counts.
    """
    latest = select(func.max(MatchRun.id)).group_by(MatchRun.request_id)
    rankings = session.scalar(select(func.count(MatchRun.request_id.distinct()))) or 0
    rows = session.execute(
        select(Candidate.expert_id, func.count())
        .where(Candidate.match_run_id.in_(latest), Candidate.rank <= places)
        .group_by(Candidate.expert_id)
    )
    return rankings, {row[0]: row[1] for row in rows}


_CANDIDATES = (
    select(Candidate)
    .where(Candidate.match_run_id == bindparam("match_run_id"))
    .order_by(Candidate.rank)
)


def candidates(session: Session, match_run_id: int) -> Sequence[Candidate]:
    """Give the candidates of a ranking, best first."""
    return session.scalars(_CANDIDATES, {"match_run_id": match_run_id}).all()


_RANKS_AND_CHANCES = (
    select(Candidate.expert_id, Candidate.rank, Candidate.chance)
    .where(Candidate.match_run_id == bindparam("match_run_id"))
    .order_by(Candidate.rank)
)


def ranks_and_chances(session: Session, match_run_id: int) -> dict[int, tuple[int, float | None]]:
    """Give per candidate (expert id) of a ranking its rank and its chance to fit."""
    rows = session.execute(_RANKS_AND_CHANCES, {"match_run_id": match_run_id})
    return {expert_id: (rank, chance) for expert_id, rank, chance in rows}
