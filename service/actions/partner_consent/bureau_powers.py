"""What the bureau may do with a question to a partner: ask again, or go on without it."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.invitations.invite_wave import continue_inviting
from service.actions.partner_consent.ask_consents import mail_consent, may_ask, record_consent
from service.actions.partner_consent.close_consents import tell_partner_it_ended
from service.actions.partner_consent.consent_clock import start_consent_clock
from service.actions.requests.change_status import check_not_held, check_open
from service.domain.actor import Actor
from service.domain.errors import DeadLink
from service.domain.partner_consent import ENDED, ConsentState
from service.domain.step import Step
from service.storage import request as requests
from service.storage.partner_consent import PartnerConsent

MAY_ASK_AGAIN = (
    ConsentState.OPEN,
    ConsentState.EXPIRED,
    ConsentState.UNDELIVERABLE,
    ConsentState.REFUSED,
    ConsentState.WITHDRAWN,
)
MAY_WITHDRAW = (ConsentState.OPEN, ConsentState.EXPIRED, ConsentState.UNDELIVERABLE)


def ask_again(session: Session, now: datetime, consent: PartnerConsent, actor: Actor) -> None:
    """Mail the question once more; the links of earlier mails work again too.

    A partner that still has time keeps the time that was mailed, any other gets the whole time.
    Raises StillOnHold, StepNotAllowed when the request has ended, and DeadLink after a yes or
    while nobody may be asked: all places are filled, or inviting is on hold.
    """
    request = requests.lock(session, consent.request_id)
    session.refresh(consent)
    check_open(request, "consent_asked_again")
    check_not_held(request)
    if consent.state not in MAY_ASK_AGAIN or not may_ask(session, request):
        raise DeadLink(ENDED)
    if consent.state != ConsentState.OPEN or now >= consent.answer_by:
        consent.state = ConsentState.OPEN
        consent.answered_at = consent.answered_by_staff_id = consent.mailed_at = None
        consent.note = consent.suggestion = ""
        start_consent_clock(session, now, request, consent)
    record_consent(session, now, request, "consent_asked_again", consent, actor)
    mail_consent(session, now, request, consent)


def withdraw_consent(
    session: Session, now: datetime, consent: PartnerConsent, actor: Actor, note: str = ""
) -> None:
    """Go on without this partner: its experts are not asked for this request.

    Raises DeadLink for a question that was answered or has ended.
    """
    request = requests.lock(session, consent.request_id)
    session.refresh(consent)
    if consent.state not in MAY_WITHDRAW:
        raise DeadLink(ENDED)
    consent.state = ConsentState.WITHDRAWN
    clocks.cancel(session, now, request.id, Step.PARTNER_CONSENT, partner_consent_id=consent.id)
    record_consent(session, now, request, "consent_withdrawn", consent, actor, note)
    tell_partner_it_ended(session, now, consent)
    session.flush()
    continue_inviting(session, now, request)
