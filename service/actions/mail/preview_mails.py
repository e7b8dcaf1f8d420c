"""The mails that an act would send, as they would leave, without links that work."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.mail.collect_facts import collect_facts
from service.actions.mail.mail_subject import receiver_of, subject_of
from service.actions.mail.mint_links import unminted_links
from service.actions.mail.still_needed import still_needed
from service.domain.language import in_dutch
from service.mail.facts import Bureau
from service.mail.messages import compose
from service.storage import outbox_mail
from service.storage.mail_template_version import words_of
from service.storage.outbox_mail import MailState, OutboxMail
from service.storage.request import SupportRequest


@dataclass(frozen=True)
class MailPreview:
    """One mail: its kind, who gets it, what it says, and the first moment (UTC) it may leave."""

    kind: str
    to_name: str
    subject: str
    text: str
    leaves_at: datetime


def queued_mails(session: Session, request: SupportRequest) -> set[int]:
    """Give the mails of a request (ids) that wait to be sent."""
    session.flush()
    mails = outbox_mail.of_request(session, request.id)
    return {mail.id for mail in mails if mail.state == MailState.QUEUED}


def preview_mails(
    session: Session,
    now: datetime,
    request: SupportRequest,
    before: Collection[int],
    bureau: Bureau,
    base_url: str,
) -> list[MailPreview]:
    """Give the mails that were queued since `before`, in a transaction that is not kept.

    Those that would be cancelled at sending are left out.
    """
    new = queued_mails(session, request) - set(before)
    mails = [mail for mail in outbox_mail.of_request(session, request.id) if mail.id in new]
    found = [_preview(session, now, mail, bureau, base_url) for mail in mails]
    return [preview for preview in found if preview is not None]


@in_dutch()
def _preview(
    session: Session, now: datetime, mail: OutboxMail, bureau: Bureau, base_url: str
) -> MailPreview | None:
    subject = subject_of(session, mail)
    receiver = receiver_of(session, subject)
    if not receiver.active or not still_needed(session, now, subject):
        return None
    links = unminted_links(now, subject)
    facts = collect_facts(session, now, subject, receiver, bureau, base_url, links)
    words = words_of(session, mail.kind, mail.template_version)
    message = compose(mail.kind, facts, mail.message_id, now, words)
    leaves_at = mail.next_attempt_at or now
    return MailPreview(mail.kind, receiver.name, message.subject, message.text, leaves_at)
