"""Mails that wait too long for their way out, and mails to colleagues that failed for good."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.mail.when_to_leave import may_leave_at
from service.domain.alarm import (
    ACUTE_MAIL_WITHIN,
    FAILURES_SHOWN_FOR,
    AlarmKind,
    Finding,
    mail_limit,
)
from service.storage import outbox_mail
from service.storage.outbox_mail import OutboxMail
from service.storage.request import SupportRequest

MOST_READ = 200


def mail_trouble(session: Session, now: datetime) -> Iterator[Finding]:
    """Give the mails that are older than their limit; a mail that waits for morning is not.

    A mail to a requester or expert that fails alerts the owner by mail; one to a colleague
    alerts nobody but this.
    """
    for mail in outbox_mail.waiting_since(session, now - ACUTE_MAIL_WITHIN, MOST_READ):
        request = session.get(SupportRequest, mail.request_id) if mail.request_id else None
        limit = mail_limit(request.urgency if request else None)
        if now - _may_leave_at(mail, request) > limit:
            yield Finding(AlarmKind.MAIL_LATE, _subject(mail, request))
    for mail in outbox_mail.failed_to_staff(session, now - FAILURES_SHOWN_FOR):
        request = session.get(SupportRequest, mail.request_id) if mail.request_id else None
        yield Finding(AlarmKind.MAIL_FAILED, _subject(mail, request))


def _may_leave_at(mail: OutboxMail, request: SupportRequest | None) -> datetime:
    """Give from when the mail may go out: a first attempt can be put off until the morning."""
    if mail.attempts == 0 and mail.next_attempt_at is not None:
        return max(mail.queued_at, mail.next_attempt_at)
    return may_leave_at(request, mail, mail.queued_at) if request else mail.queued_at


def _subject(mail: OutboxMail, request: SupportRequest | None) -> str:
    return f"{request.reference if request else '-'} {mail.kind} {mail.id}"
