"""Record what became of an attempt to send a mail, and when to try again."""

import random
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.invitations.not_possible import close_as_undeliverable
from service.actions.mail.queue import queue_staff_mail
from service.actions.mail.recipients import owner_or_on_call
from service.actions.partner_consent.expire_consent import mail_failed
from service.domain.step import Step
from service.mail.outcome import Outcome, PermanentFailure, Sent, TemporaryFailure, Uncertain
from service.mail.retry import next_attempt
from service.storage import request as requests
from service.storage.invitation import Invitation
from service.storage.outbox_mail import MailState, OutboxMail, RecipientKind
from service.storage.partner_consent import PartnerConsent

# Each has the link to answer: from the first of them on the expert may know of the invitation.
_TELL_OF_INVITATION = ("invitation", "answer_extended", "answer_undone")
_SENDING_IT_MEETS = {"receipt": Step.RECEIPT, "evaluation_requester": Step.EVALUATION}
_random = random.SystemRandom()


def record_outcome(
    session: Session, now: datetime, mail_id: int, attempt: int, outcome: Outcome
) -> None:
    """Record the outcome of this attempt; a failure of an attempt that lost its lease is void."""
    # The request comes first, as everywhere: a sweep at this moment waits, and sees the outcome.
    request_id = session.get_one(OutboxMail, mail_id).request_id
    if request_id is not None:
        requests.lock(session, request_id)
    mail = session.get_one(OutboxMail, mail_id, with_for_update=True, populate_existing=True)
    if isinstance(outcome, Sent):
        _sent(session, now, mail)
    elif mail.state == MailState.SENDING and mail.attempts == attempt:
        _not_sent(session, now, mail, outcome)


def give_up(session: Session, now: datetime, mail: OutboxMail, code: str) -> None:
    """Fail the mail for good and alert the owner of the case; `code` names the cause only.

    A mail to staff that fails alerts nobody by mail, or there would be no end to it.
    """
    mail.state, mail.next_attempt_at, mail.last_error = MailState.FAILED, None, code
    if mail.recipient_kind == RecipientKind.STAFF or mail.request_id is None:
        return
    request = requests.lock(session, mail.request_id)
    if mail.kind == "invitation" and not mail.uncertain:
        close_as_undeliverable(session, now, session.get_one(Invitation, mail.invitation_id))
    if mail.kind == "partner_consent_asked" and not mail.uncertain:
        mail_failed(session, now, mail)
    receivers = owner_or_on_call(session, now, request)
    queue_staff_mail(session, now, "mail_failed", request, receivers, facts={"kind": mail.kind})


def _sent(session: Session, now: datetime, mail: OutboxMail) -> None:
    mail.state, mail.next_attempt_at, mail.last_error = MailState.SENT, None, None
    mail.sent_at = mail.sent_at or now
    _invitation_left(session, now, mail)
    step = _SENDING_IT_MEETS.get(mail.kind)
    if step is not None and mail.request_id is not None:
        clocks.meet(session, now, mail.request_id, step)


def _invitation_left(session: Session, now: datetime, mail: OutboxMail) -> None:
    if mail.kind in _TELL_OF_INVITATION:
        invitation = session.get_one(Invitation, mail.invitation_id)
        invitation.mailed_at = invitation.mailed_at or now
    elif mail.kind == "partner_consent_asked":
        consent = session.get_one(PartnerConsent, mail.partner_consent_id)
        consent.mailed_at = consent.mailed_at or now


def _not_sent(session: Session, now: datetime, mail: OutboxMail, outcome: Outcome) -> None:
    match outcome:
        case PermanentFailure(code):
            give_up(session, now, mail, code)
        case Uncertain(code) if mail.uncertain:
            give_up(session, now, mail, code)
        case Uncertain(code):
            mail.uncertain = True
            _invitation_left(session, now, mail)
            _try_again(session, now, mail, code)
        case TemporaryFailure(code):
            _try_again(session, now, mail, code)


def _try_again(session: Session, now: datetime, mail: OutboxMail, code: str) -> None:
    at = next_attempt(now, mail.queued_at, mail.attempts, _random.uniform(0.8, 1.2))
    if at is None:
        give_up(session, now, mail, code)
        return
    mail.state, mail.next_attempt_at, mail.last_error = MailState.QUEUED, at, code
