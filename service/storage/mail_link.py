"""Links in mails: only the hash of the token is kept; a token decides one thing."""

import hashlib
import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.tables import Base, UtcDateTime


class LinkPurpose(StrEnum):
    """What a link lets its holder do."""

    STATUS = "status"
    ANSWER = "answer"
    ASSIGNMENT = "assignment"
    HAND_BACK = "hand_back"
    REFUSE_EXPERT = "refuse_expert"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    EVALUATE = "evaluate"
    PARTNER_CONSENT = "partner_consent"


class MailLink(Base):
    """One link that was put in a mail."""

    __tablename__ = "mail_link"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"), index=True)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"), index=True)
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"), index=True)
    evaluation_id: Mapped[int | None] = mapped_column(ForeignKey("evaluation.id"))
    partner_consent_id: Mapped[int | None] = mapped_column(ForeignKey("partner_consent.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def hash_token(token: str) -> str:
    """Give the form in which a token is stored: SHA-256 in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """Give a fresh token of 256 random bits, safe in a URL."""
    return secrets.token_urlsafe(32)


def by_token(session: Session, token: str) -> MailLink | None:
    """Give the link of a token, or None when it was never issued."""
    return session.get(MailLink, hash_token(token))


def of_request(session: Session, request_id: int, purpose: LinkPurpose) -> list[MailLink]:
    """Give the links of one purpose of a request."""
    return list(
        session.scalars(
            select(MailLink).where(MailLink.request_id == request_id, MailLink.purpose == purpose)
        )
    )
