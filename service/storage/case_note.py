"""Short working notes of colleagues in a case."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from expert_registry.sealed import SealedText
from expert_registry.tables import Base, UtcDateTime
from service.storage.read_once import read_once
from service.storage.user_account import UserAccount


class CaseNote(Base):
    """What a colleague wrote down, for the bureau only; goes when the text of the case goes."""

    __tablename__ = "case_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    text: Mapped[str] = mapped_column(SealedText("case_note.text"))

    author: Mapped[UserAccount] = relationship(lazy="joined")


_OF_REQUEST = (
    select(CaseNote)
    .where(CaseNote.request_id == bindparam("request_id"))
    .order_by(CaseNote.id.desc())
)


@read_once
def of_request(session: Session, request_id: int) -> Sequence[CaseNote]:
    """Give the notes of a case, the latest first."""
    return session.scalars(_OF_REQUEST, {"request_id": request_id}).all()
