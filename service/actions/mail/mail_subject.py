"""The rows that a mail is about, and who receives it."""

from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.orm import Session

from expert_registry.tables import Expert
from service.domain.actor import Role
from service.storage.deadline import Deadline
from service.storage.evaluation import Evaluation
from service.storage.invitation import Assignment, Invitation
from service.storage.outbox_mail import OutboxMail, RecipientKind
from service.storage.partner_consent import PartnerConsent
from service.storage.request import SupportRequest
from service.storage.user_account import UserAccount

Row = TypeVar("Row")


@dataclass(frozen=True)
class MailSubject:
    """A mail of the outbox with the rows that it names."""

    mail: OutboxMail
    request: SupportRequest
    invitation: Invitation | None
    assignment: Assignment | None
    deadline: Deadline | None
    evaluation: Evaluation | None
    consent: PartnerConsent | None = None


@dataclass(frozen=True)
class Receiver:
    """Who gets the mail; `active` is false for those who may no longer log in."""

    name: str
    address: str
    active: bool = True
    opens_cases: bool = False


def subject_of(session: Session, mail: OutboxMail) -> MailSubject:
    """Load what a mail about a request is about."""
    return MailSubject(
        mail=mail,
        request=session.get_one(SupportRequest, mail.request_id),
        invitation=_row(session, Invitation, mail.invitation_id),
        assignment=_row(session, Assignment, mail.assignment_id),
        deadline=_row(session, Deadline, mail.deadline_id),
        evaluation=_row(session, Evaluation, mail.evaluation_id),
        consent=_row(session, PartnerConsent, mail.partner_consent_id),
    )


def receiver_of(session: Session, subject: MailSubject) -> Receiver:
    """Look the receiver up, so that a corrected address counts at the next attempt."""
    mail, request = subject.mail, subject.request
    if mail.recipient_kind == RecipientKind.EXPERT:
        expert = session.get_one(Expert, mail.recipient_id)
        return Receiver(expert.name, expert.email)
    if mail.recipient_kind == RecipientKind.PARTNER and mail.recipient_id is None:
        consent = session.get_one(PartnerConsent, mail.partner_consent_id)
        partner = consent.partner
        return Receiver(partner.contact_name or partner.name, partner.contact_email)
    if mail.recipient_kind in (RecipientKind.STAFF, RecipientKind.PARTNER):
        user = session.get_one(UserAccount, mail.recipient_id)
        return Receiver(user.name, user.email, user.active, Role(user.role).opens_cases)
    return Receiver(request.requester_name, request.requester_email)


def _row(session: Session, table: type[Row], row_id: int | None) -> Row | None:
    return None if row_id is None else session.get_one(table, row_id)
