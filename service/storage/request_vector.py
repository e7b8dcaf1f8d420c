"""What the model read of a request, to find requests that are like it; erased with its text."""

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from expert_registry.tables import Base


class RequestVector(Base):
    """The vector of a request: float32 little-endian, unit length, of one model."""

    __tablename__ = "request_vector"

    request_id: Mapped[int] = mapped_column(
        ForeignKey("support_request.id", ondelete="CASCADE"), primary_key=True
    )
    model_id: Mapped[str]
    vector: Mapped[bytes] = mapped_column(LargeBinary)
