"""No answer in time is no consent: the others on the list are asked."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.invitations.invite_wave import continue_inviting
from service.actions.partner_consent.ask_consents import close_as_unreachable, record_consent
from service.domain.actor import SYSTEM
from service.domain.partner_consent import ConsentState
from service.storage.outbox_mail import MailState, OutboxMail, of_request
from service.storage.partner_consent import PartnerConsent
from service.storage.request import SupportRequest


def expire_consent(
    session: Session, now: datetime, request: SupportRequest, consent: PartnerConsent
) -> None:
    """Close a question that was not answered in time; an answered one stays as it is.

    Its clock runs on for the escalation, until the bureau settles it. The request is locked.
    """
    if consent.state != ConsentState.OPEN:
        return
    consent.state = ConsentState.EXPIRED
    record_consent(session, now, request, "consent_expired", consent, SYSTEM)
    continue_inviting(session, now, request)


def mail_failed(session: Session, now: datetime, mail: OutboxMail) -> None:
    """Close the question when none of its mails arrived or still may; the request is locked."""
    consent = session.get_one(PartnerConsent, mail.partner_consent_id)
    request = session.get_one(SupportRequest, consent.request_id)
    if consent.state != ConsentState.OPEN or consent.mailed_at or _another_waits(session, mail):
        return
    close_as_unreachable(session, now, request, consent)
    continue_inviting(session, now, request)


def _another_waits(session: Session, mail: OutboxMail) -> bool:
    return any(
        other.id != mail.id
        and (other.kind, other.partner_consent_id) == (mail.kind, mail.partner_consent_id)
        and other.state in (MailState.QUEUED, MailState.SENDING)
        for other in of_request(session, mail.request_id or 0)
    )
