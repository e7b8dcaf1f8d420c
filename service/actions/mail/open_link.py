"""Check a link from a mail."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.domain.errors import DeadLink, UnknownLink
from service.storage import mail_link
from service.storage.mail_link import LinkPurpose, MailLink


def open_link(session: Session, now: datetime, token: str, purpose: LinkPurpose) -> MailLink:
    """Give the link of this token; a link that was used still opens, to show what was done.

    Raises UnknownLink when it was never issued for this purpose, DeadLink when it is revoked
    or expired.
    """
    link = mail_link.by_token(session, token)
    if link is None or link.purpose != purpose:
        raise UnknownLink
    if link.revoked_at is not None:
        raise DeadLink("revoked")
    if link.used_at is None and link.expires_at <= now:
        raise DeadLink("expired")
    return link
