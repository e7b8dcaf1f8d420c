"""Close questions to partners that no longer matter, or that nobody answered."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.mail.queue import queue_partner_mail
from service.actions.mail.recipients import partner_contacts
from service.actions.partner_consent.ask_consents import record_consent
from service.domain.actor import SYSTEM
from service.domain.partner_consent import ConsentState
from service.domain.step import Step
from service.storage import partner_consent as consents
from service.storage import shortlist_entry
from service.storage.partner_consent import PartnerConsent
from service.storage.request import SupportRequest


def close_consents(
    session: Session, now: datetime, request: SupportRequest, partner_id: str | None = None
) -> None:
    """Close all that wait, of one partner where one is named; partners are told.

    The places are filled, the request ended, or the partner gave its standing consent.
    """
    for consent in consents.of_request(session, request.id):
        if partner_id in (None, consent.partner_id):
            _close(session, now, request, consent)


def close_consents_off_the_list(session: Session, now: datetime, request: SupportRequest) -> None:
    """Close those that wait and of which no expert is on the list any more."""
    listed = set(shortlist_entry.expert_ids(session, request.id))
    for consent in consents.of_request(session, request.id):
        if not listed & set(consent.expert_ids):
            _close(session, now, request, consent)


def tell_partner_it_ended(session: Session, now: datetime, consent: PartnerConsent) -> None:
    """Mail the partner that its answer is not needed any more; it leaves only if it was asked."""
    contacts = partner_contacts(session, consent.partner)
    queue_partner_mail(session, now, "partner_consent_ended", consent, contacts)


def _close(
    session: Session, now: datetime, request: SupportRequest, consent: PartnerConsent
) -> None:
    clocks.cancel(session, now, request.id, Step.PARTNER_CONSENT, partner_consent_id=consent.id)
    if consent.state != ConsentState.OPEN:
        return
    consent.state = ConsentState.NOT_NEEDED
    record_consent(session, now, request, "consent_not_needed", consent, SYSTEM)
    tell_partner_it_ended(session, now, consent)
