"""Hold mails back when too many go to one person: colleagues get a summary, others get it later."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from service.actions.mail.mail_subject import MailSubject, Receiver
from service.domain.throttle import LIMITS, Attempt, most_mails
from service.domain.urgency import Urgency
from service.storage import attempt_count, outbox_mail
from service.storage.mail_template_version import newest_number
from service.storage.outbox_mail import HELD_BACK, MailState, OutboxMail, RecipientKind

GATHERED_FOR = timedelta(minutes=1)
SUMMARY_EVERY = timedelta(minutes=5)


def hold_back(session: Session, now: datetime, subject: MailSubject, receiver: Receiver) -> bool:
    """Say whether the mail may not leave now; one that may is counted, at its first attempt.

    To a colleague it becomes a line of one summary. To others it waits in the outbox: nothing is
    lost, and what only informs waits first.
    """
    mail = subject.mail
    if mail.attempts > 1:
        return False
    if mail.recipient_kind == RecipientKind.STAFF:
        most = LIMITS[Attempt.ALERT].of(acute=subject.request.urgency == Urgency.U1)
        if attempt_count.take(session, now, Attempt.ALERT, mail.recipient_id, most) is None:
            return False
        _into_summary(session, now, mail)
        return True
    most = most_mails(mail.kind, subject.request.urgency)
    address = receiver.address.strip().lower()
    until = attempt_count.take(session, now, Attempt.MAIL, address, most)
    if until is not None:
        mail.state, mail.next_attempt_at, mail.last_error = MailState.QUEUED, until, HELD_BACK
        mail.attempts -= 1
    return until is not None


def _into_summary(session: Session, now: datetime, mail: OutboxMail) -> None:
    mail.state, mail.next_attempt_at = MailState.SUMMARISED, None
    summary = outbox_mail.waiting_summary(session, mail.recipient_id)
    if summary is None:
        summary = _new_summary(session, now, mail.recipient_id)
    summary.facts = {"mails": [*summary.facts["mails"], mail.id]}


def _new_summary(session: Session, now: datetime, user_id: int | None) -> OutboxMail:
    before = outbox_mail.last_summary_at(session, user_id)
    soonest = now + GATHERED_FOR
    summary = OutboxMail(
        kind=outbox_mail.ALERT_SUMMARY,
        template_version=newest_number(session, outbox_mail.ALERT_SUMMARY),
        recipient_kind=RecipientKind.STAFF,
        recipient_id=user_id,
        request_id=None,
        facts={"mails": []},
        message_id=uuid.uuid4().hex,
        queued_at=now,
        next_attempt_at=max(soonest, before + SUMMARY_EVERY) if before else soonest,
    )
    session.add(summary)
    return summary
