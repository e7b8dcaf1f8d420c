"""Questions of the coordinator and what the requester added later."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.sealed import SealedText
from expert_registry.tables import Base, UtcDateTime
from service.storage.read_once import read_once


class AddedInformation(Base):
    """A question to the requester or information that the requester added."""

    __tablename__ = "added_information"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    from_requester: Mapped[bool]
    text: Mapped[str] = mapped_column(SealedText("added_information.text"))


_OF_REQUEST = (
    select(AddedInformation)
    .where(AddedInformation.request_id == bindparam("request_id"))
    .order_by(AddedInformation.at, AddedInformation.id)
)


@read_once
def of_request(session: Session, request_id: int) -> Sequence[AddedInformation]:
    """Give the questions and additions of a request, oldest first."""
    return session.scalars(_OF_REQUEST, {"request_id": request_id}).all()
