"""Claim the next mail and make it ready: a lease on the row, its links and its text."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from service.actions.deadlines.reaction_clock import extend_reaction, restart_reaction
from service.actions.mail.collect_facts import collect_facts
from service.actions.mail.hold_back import hold_back
from service.actions.mail.mail_subject import MailSubject, receiver_of, subject_of
from service.actions.mail.mint_links import mint_links
from service.actions.mail.office_mail import office_message
from service.actions.mail.record_outcome import give_up
from service.actions.mail.still_needed import still_needed
from service.actions.mail.when_to_leave import may_leave_at
from service.actions.partner_consent.consent_clock import give_full_time
from service.domain.invitation import InvitationState
from service.mail.facts import Bureau
from service.mail.messages import Message, compose
from service.storage import outbox_mail
from service.storage import request as requests
from service.storage.mail_template_version import words_of
from service.storage.outbox_mail import MailState, OutboxMail

# Longer than a mail server may take; then the worker that claimed the mail has died.
LEASE = timedelta(seconds=30)
LATE = timedelta(minutes=1)


@dataclass(frozen=True)
class PreparedMail:
    """A claimed mail; without a message there is nothing to send (any more)."""

    mail_id: int
    attempt: int
    message: Message | None


def prepare_mail(
    session: Session, now: datetime, bureau: Bureau, base_url: str
) -> PreparedMail | None:
    """Claim the mail that is due first and compose it; None when no mail is due.

    A mail whose reason has lapsed is cancelled, and one too many is held back. One that cannot be
    composed fails at once and alerts the bureau, so that it never holds up the others.
    """
    mail = _claim(session, now)
    if mail is None:
        return None
    # Its lease ran out: the worker that was sending it died, perhaps after it had left.
    mail.uncertain = mail.uncertain or mail.state == MailState.SENDING
    mail.state, mail.next_attempt_at = MailState.SENDING, now + LEASE
    mail.attempts += 1
    message: Message | None = None
    try:
        with session.begin_nested():
            message = _message(session, now, mail, bureau, base_url)
    except OperationalError:
        # The database is at fault, not the mail: everything is undone and tried again.
        raise
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one mail, others go out
        give_up(session, now, mail, type(error).__name__)
    return PreparedMail(mail.id, mail.attempts, message)


def _claim(session: Session, now: datetime) -> OutboxMail | None:
    """The mail that is due first, with its request locked; None when there is none to be had.

    Everywhere else the request is locked before its mails. To wait for it here, with the mail in
    hand, could be to wait for each other: so a request that another transaction holds is passed.
    """
    held: list[int] = []
    while claimed := outbox_mail.claim_due(session, now, limit=1, leave_out=held):
        (mail,) = claimed
        if mail.request_id is None or requests.lock_unless_held(session, mail.request_id):
            return mail
        held.append(mail.request_id)
    return None


def _message(
    session: Session, now: datetime, mail: OutboxMail, bureau: Bureau, base_url: str
) -> Message | None:
    if mail.request_id is None:
        return office_message(session, now, mail, bureau, base_url)
    subject = subject_of(session, mail)
    leaves_at = may_leave_at(subject.request, mail, now)
    if leaves_at > now:
        mail.state, mail.next_attempt_at = MailState.QUEUED, leaves_at
        mail.attempts -= 1
        return None
    if mail.kind == "invitation" and not mail.uncertain:
        _give_full_time(session, now, subject)
    if mail.kind == "partner_consent_asked" and not mail.uncertain:
        give_full_time(session, now, subject.request, subject.consent)
    receiver = receiver_of(session, subject)
    if not receiver.active or not still_needed(session, now, subject):
        mail.state, mail.next_attempt_at = MailState.CANCELLED, None
        return None
    if hold_back(session, now, subject, receiver):
        return None
    links = mint_links(session, now, subject, base_url)
    facts = collect_facts(session, now, subject, receiver, bureau, base_url, links)
    words = words_of(session, mail.kind, mail.template_version)
    return compose(mail.kind, facts, mail.message_id, now, words)


def _give_full_time(session: Session, now: datetime, subject: MailSubject) -> None:
    """A mail that leaves late says a later time: the expert gets the whole reaction time.

    More time that the coordinator gave meanwhile stays: the requester was told of it.
    """
    invitation = subject.invitation
    if invitation is None or invitation.state != InvitationState.OPEN or invitation.mailed_at:
        return
    if now - invitation.sent_at <= LATE:
        return
    promised = invitation.answer_by
    restart_reaction(session, now, invitation)
    if promised > invitation.answer_by and _got_more_time(session, subject):
        extend_reaction(session, now, invitation, promised)


def _got_more_time(session: Session, subject: MailSubject) -> bool:
    return any(
        mail.kind == "answer_extended" and mail.invitation_id == subject.mail.invitation_id
        for mail in outbox_mail.of_request(session, subject.request.id)
    )
