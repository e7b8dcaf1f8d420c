"""Short notices by channels other than mail: a reference only, never what a case is about."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from expert_registry.tables import Base, UtcDateTime
from service.storage.outbox_mail import MailState


class Notice(Base):
    """One notice to a channel of the settings, by its name; its address stands in no row."""

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str]
    kind: Mapped[str]
    reference: Mapped[str]
    request_id: Mapped[int | None] = mapped_column(ForeignKey("support_request.id"))
    state: Mapped[str] = mapped_column(default=MailState.QUEUED)
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_attempt_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None]
