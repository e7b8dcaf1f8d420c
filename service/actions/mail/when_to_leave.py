"""When a mail about a request may leave: what is not acute wakes no expert."""

from datetime import datetime

from service.actions.deadlines.terms_of import agreement_of
from service.domain.quiet_hours import leaves_at
from service.domain.urgency import Urgency
from service.storage.outbox_mail import OutboxMail, RecipientKind
from service.storage.request import SupportRequest

WAITS_FOR_THE_MORNING = (Urgency.U3, Urgency.U4)


def may_leave_at(request: SupportRequest, mail: OutboxMail, now: datetime) -> datetime:
    """Give the first moment (UTC) from now at which the mail may leave.

    In the quiet hours of the request's agreement mails to experts wait, unless the request is
    acute, or the mail is about an appointment that the expert has made.
    """
    to_expert = mail.recipient_kind == RecipientKind.EXPERT and mail.assignment_id is None
    if not to_expert or request.urgency not in WAITS_FOR_THE_MORNING:
        return now
    return leaves_at(now, agreement_of(request).quiet_hours)
