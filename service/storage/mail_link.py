"""Links in mails: only the hash of the token is kept; a token decides one thing."""

import hashlib
import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.tables import Base, UtcDateTime
from service.storage.invitation import Invitation
from service.storage.partner_consent import PartnerConsent


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


OF_EXPERT = (
    LinkPurpose.ANSWER,
    LinkPurpose.ASSIGNMENT,
    LinkPurpose.HAND_BACK,
    LinkPurpose.EVALUATE,
)
"""What the links to experts are for; those to evaluate that are about no invitation are not."""


class MailLink(Base):
    """One link that was put in a mail; `revoked_at`: its mailbox is no longer the right one."""

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


def revoke_of_expert(session: Session, now: datetime, expert_id: int) -> int:
    """End the links that were mailed to an expert; give how many."""
    asked = select(Invitation.id).where(Invitation.expert_id == expert_id)
    return _revoke(
        session, now, MailLink.purpose.in_(OF_EXPERT) & MailLink.invitation_id.in_(asked)
    )


def revoke_of_partner(session: Session, now: datetime, partner_id: str) -> int:
    """End the links that were mailed to a partner; give how many."""
    asked = select(PartnerConsent.id).where(PartnerConsent.partner_id == partner_id)
    return _revoke(session, now, MailLink.partner_consent_id.in_(asked))


def _revoke(session: Session, now: datetime, which: ColumnElement[bool]) -> int:
    session.flush()
    ended = session.scalars(
        update(MailLink)
        .where(which, MailLink.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(MailLink.token_hash)
        .execution_options(synchronize_session=False)
    )
    return len(ended.all())
