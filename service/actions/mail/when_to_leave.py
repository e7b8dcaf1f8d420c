"""When a mail about a request may leave: what is not acute wakes no expert or partner."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines.terms_of import agreement_of
from service.domain.quiet_hours import leaves_at
from service.domain.urgency import Urgency
from service.storage import outbox_mail
from service.storage.outbox_mail import MailState, OutboxMail, RecipientKind
from service.storage.request import SupportRequest

WAITS_FOR_THE_MORNING = (Urgency.U3, Urgency.U4)
ASKED_FOR_HELP = (RecipientKind.EXPERT, RecipientKind.PARTNER)


def may_leave_at(request: SupportRequest, mail: OutboxMail, now: datetime) -> datetime:
    """Give the first moment (UTC) from now at which the mail may leave.

    In the quiet hours of the request's agreement mails to experts and partners wait, unless the
    request is acute, or the mail is about an appointment that the expert has made.
    """
    asks = mail.recipient_kind in ASKED_FOR_HELP and mail.assignment_id is None
    if not asks or request.urgency not in WAITS_FOR_THE_MORNING:
        return now
    return leaves_at(now, agreement_of(request).quiet_hours)


def wait_no_longer(session: Session, now: datetime, request: SupportRequest) -> None:
    """Let the mails that wait for the morning leave as soon as the urgency of now allows."""
    for mail in outbox_mail.of_request(session, request.id):
        if mail.state == MailState.QUEUED and mail.attempts == 0:
            mail.next_attempt_at = may_leave_at(request, mail, now)
