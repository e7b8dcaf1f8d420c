"""The clock of one consent: how long the partner still has to answer, in its own hours."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.deadlines.terms_of import terms_of
from service.domain.partner_consent import ConsentState
from service.domain.step import Step
from service.storage import deadline as deadlines
from service.storage.partner_consent import PartnerConsent
from service.storage.request import SupportRequest

LATE = timedelta(minutes=1)


def start_consent_clock(
    session: Session, now: datetime, request: SupportRequest, consent: PartnerConsent
) -> None:
    """Give the partner the whole time from now; a clock of an earlier time is stopped."""
    clocks.cancel(session, now, request.id, partner_consent_id=consent.id)
    row = clocks.start_clock(
        session, now, request, Step.PARTNER_CONSENT, consent=consent, partner=consent.partner_id
    )
    consent.answer_by = row.due_at


def restart_consent(
    session: Session, now: datetime, request: SupportRequest, consent: PartnerConsent
) -> None:
    """Start the time to answer anew: its mail leaves only now."""
    terms = terms_of(request, now)
    for row in deadlines.running(session, request.id, partner_consent_id=consent.id):
        clocks.restart_answer(row, now, terms, consent.partner_id)
        consent.answer_by = row.due_at


def waits_for_mail(consent: PartnerConsent) -> bool:
    """Say whether the question did not leave yet: nobody lets a time pass unknowingly."""
    return consent.state == ConsentState.OPEN and consent.mailed_at is None


def give_full_time(
    session: Session, now: datetime, request: SupportRequest, consent: PartnerConsent | None
) -> None:
    """Start the time to answer anew where the first mail leaves late: it says a later time."""
    if consent is None or not waits_for_mail(consent):
        return
    running = deadlines.running(session, request.id, partner_consent_id=consent.id)
    if any(now - row.started_at > LATE for row in running):
        restart_consent(session, now, request, consent)
