"""The ordered list that the coordinator approved; waves and cascades never leave it."""

from collections.abc import Collection, Sequence

from sqlalchemy import ForeignKey, UniqueConstraint, bindparam, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from expert_registry.tables import Base, Expert


class ShortlistEntry(Base):
    """One expert at one place of the approved list."""

    __tablename__ = "shortlist_entry"
    __table_args__ = (UniqueConstraint("request_id", "expert_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"), index=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"))
    position: Mapped[int]
    rank_proposed: Mapped[int | None]

    expert: Mapped[Expert] = relationship(lazy="joined")


_OF_REQUEST = (
    select(ShortlistEntry)
    .where(ShortlistEntry.request_id == bindparam("request_id"))
    .order_by(ShortlistEntry.position)
)


def of_request(session: Session, request_id: int) -> Sequence[ShortlistEntry]:
    """Give the approved list of a request in its order."""
    return session.scalars(_OF_REQUEST, {"request_id": request_id}).all()


_LISTED = (
    select(ShortlistEntry.expert_id)
    .where(ShortlistEntry.request_id == bindparam("request_id"))
    .order_by(ShortlistEntry.position)
)


def expert_ids(session: Session, request_id: int) -> Sequence[int]:
    """Give who stands on the approved list of a request, in its order (expert ids)."""
    return session.scalars(_LISTED, {"request_id": request_id}).all()


def listed_experts(session: Session, request_ids: Collection[int]) -> list[int]:
    """Give who stands on the list of at least one of these requests (expert ids)."""
    query = select(ShortlistEntry.expert_id).where(ShortlistEntry.request_id.in_(request_ids))
    return list(session.scalars(query.distinct()))


def replace(session: Session, request_id: int, ordered: Sequence[tuple[int, int | None]]) -> None:
    """Store a new approved list: (expert id, rank in the proposal or None), in order."""
    session.execute(delete(ShortlistEntry).where(ShortlistEntry.request_id == request_id))
    session.add_all(
        ShortlistEntry(
            request_id=request_id, expert_id=expert_id, position=position, rank_proposed=rank
        )
        for position, (expert_id, rank) in enumerate(ordered, start=1)
    )
