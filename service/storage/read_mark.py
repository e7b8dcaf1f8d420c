"""How far each colleague has read the history of each case."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ForeignKey, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.tables import Base
from service.domain.actor import ActorKind
from service.domain.request_status import Act
from service.storage.history_event import HistoryEvent

INFORMATION = (Act.RESUME, "add_information")


class ReadMark(Base):
    """The last event that was in the history of a case when a user opened it."""

    __tablename__ = "read_mark"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"), primary_key=True)
    event_id: Mapped[int]


@dataclass(frozen=True)
class News:
    """What a user did not see of a case: all of it, or something; and information among it."""

    never_seen: bool
    information: bool


def news_for(session: Session, user_id: int, request_ids: Collection[int]) -> dict[int, News]:
    """Give the cases with events that the user did not cause and did not see."""
    marked = and_(ReadMark.request_id == HistoryEvent.request_id, ReadMark.user_id == user_id)
    own = and_(HistoryEvent.actor_kind == ActorKind.STAFF, HistoryEvent.actor_id == user_id)
    added = and_(HistoryEvent.actor_kind == ActorKind.REQUESTER, HistoryEvent.kind.in_(INFORMATION))
    rows = session.execute(
        select(
            HistoryEvent.request_id,
            func.max(ReadMark.event_id),
            func.sum(case((added, 1), else_=0)),
        )
        .outerjoin(ReadMark, marked)
        .where(
            HistoryEvent.request_id.in_(request_ids),
            ~func.coalesce(own, False),
            or_(ReadMark.event_id.is_(None), HistoryEvent.id > ReadMark.event_id),
        )
        .group_by(HistoryEvent.request_id)
    )
    return {row[0]: News(row[1] is None, bool(row[2])) for row in rows}


_LAST_EVENT = select(func.max(HistoryEvent.id)).where(
    HistoryEvent.request_id == bindparam("request_id")
)


def unread_until(session: Session, user_id: int, request_id: int) -> int | None:
    """Give the id of the last event when the user has not seen it yet, else None."""
    last = session.scalar(_LAST_EVENT, {"request_id": request_id})
    mark = session.get(ReadMark, (user_id, request_id))
    return last if last is not None and (mark is None or mark.event_id < last) else None
