"""Send a mail once more that did not arrive."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.mail.when_to_leave import may_leave_at
from service.actions.requests.change_status import record
from service.domain.actor import Actor
from service.domain.errors import InvalidChoice
from service.domain.language import gettext as _
from service.storage.outbox_mail import MailState, OutboxMail
from service.storage.request import SupportRequest

# These have their own way: with the mail the time to answer starts again.
OTHERWISE = ("invitation", "partner_consent_asked")


def resend_mail(
    session: Session, now: datetime, request: SupportRequest, mail: OutboxMail, actor: Actor
) -> None:
    """Queue a mail again that failed for good, with new attempts for a whole day.

    Raises InvalidChoice (no field) for a mail that did not fail.
    """
    session.refresh(mail, with_for_update=True)
    if mail.state != MailState.FAILED or mail.kind in OTHERWISE:
        raise InvalidChoice("", _("Deze mail is niet mislukt."))
    mail.state, mail.attempts, mail.queued_at = MailState.QUEUED, 0, now
    mail.next_attempt_at, mail.last_error = may_leave_at(request, mail, now), None
    record(session, now, request, "mail_resent", actor, facts={"mail": mail.kind})
