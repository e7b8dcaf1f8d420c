"""Everything that is stored about an address, as plain values for a file (right of access)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, inspect, select
from sqlalchemy.orm import Session

from expert_registry.tables import Base, Expert, ExpertVector, Partner
from service.actions.evaluation.ask_evaluations import EXPERT_SIDE, REQUESTER_SIDE
from service.actions.privacy.person import Person, find_person
from service.domain.actor import SYSTEM, ActorKind
from service.domain.audit_kind import AuditKind, Subject
from service.storage import audit_entry
from service.storage.account_identity import AccountIdentity
from service.storage.added_information import AddedInformation
from service.storage.address_change import AddressChange
from service.storage.audit_entry import AuditEntry
from service.storage.case_note import CaseNote
from service.storage.duty_shift import DutyShift
from service.storage.evaluation import Evaluation
from service.storage.expert_event import ExpertEvent
from service.storage.history_event import HistoryEvent
from service.storage.invitation import Assignment, Invitation
from service.storage.legal_hold import LegalHold
from service.storage.mail_link import MailLink
from service.storage.match_run import Candidate
from service.storage.outbox_mail import OutboxMail, RecipientKind
from service.storage.partner_event import PartnerEvent
from service.storage.passkey import Passkey
from service.storage.recovery_code import RecoveryCode
from service.storage.request import SupportRequest
from service.storage.shortlist_entry import ShortlistEntry
from service.storage.user_account import LoginLink, UserAccount
from service.storage.user_session import UserSession

LEFT_OUT = frozenset(
    {
        "token_hash",
        "form_token",
        "hash",
        "agreement",
        "features",
        "password_hash",
        "totp_secret",
        "totp_last_step",
        "code_hash",
        "challenge",
        "identity_hash",
        "provider_session",
    }
)
"""What says nothing to a reader, or would let somebody in."""

Parts = dict[str, tuple[type[Base], ColumnElement[bool]]]


def export_person(session: Session, now: datetime, address: str) -> dict[str, Any]:
    """Give what is stored about this address, by what the person was; times in ISO 8601, UTC.

    Vectors are named, not given. The audit log tells of each record that was in it.
    """
    person = find_person(session, address)
    told = list(person.records()) or [(Subject.PERSON, "")]
    for subject, number in told:
        kind = AuditKind.EXPORT
        audit_entry.note(session, now, SYSTEM, kind, "person", subject, number)
    return {
        "address": address,
        "made_at": now.isoformat(),
        "as_requester": [_with(session, one, _of_request(one)) for one in person.requests],
        "as_expert": [_with(session, one, _of_expert(one)) for one in person.experts],
        "as_partner_contact": [_of_partner(session, one) for one in person.partners],
        "as_colleague": [_with(session, one, _of_account(one)) for one in person.accounts],
        "named_in": _named_in(session, person),
    }


def _of_request(request: SupportRequest) -> Parts:
    own = RecipientKind.REQUESTER
    side = Evaluation.side == REQUESTER_SIDE
    return {
        "questions_and_additions": (AddedInformation, AddedInformation.request_id == request.id),
        "history": (HistoryEvent, HistoryEvent.request_id == request.id),
        "notes_of_the_bureau": (CaseNote, CaseNote.request_id == request.id),
        "evaluations": (Evaluation, (Evaluation.request_id == request.id) & side),
        "mails": (
            OutboxMail,
            (OutboxMail.request_id == request.id) & (OutboxMail.recipient_kind == own),
        ),
        "links": (
            MailLink,
            (MailLink.request_id == request.id)
            & MailLink.invitation_id.is_(None)
            & MailLink.partner_consent_id.is_(None),
        ),
        "legal_holds": (LegalHold, LegalHold.request_id == request.id),
        "audit_log": (AuditEntry, _about(Subject.CASE, request.id)),
    }


def _of_expert(expert: Expert) -> Parts:
    asked = select(Invitation.id).where(Invitation.expert_id == expert.id)
    helped = select(Assignment.id).where(Assignment.expert_id == expert.id)
    own = OutboxMail.recipient_kind == RecipientKind.EXPERT
    side = Evaluation.side == EXPERT_SIDE
    did = (AuditEntry.actor_kind == ActorKind.EXPERT) & (AuditEntry.actor_id == expert.id)
    return {
        "vectors": (ExpertVector, ExpertVector.expert_id == expert.id),
        "changes": (ExpertEvent, ExpertEvent.expert_id == expert.id),
        "proposals": (Candidate, Candidate.expert_id == expert.id),
        "lists": (ShortlistEntry, ShortlistEntry.expert_id == expert.id),
        "invitations": (Invitation, Invitation.expert_id == expert.id),
        "assignments": (Assignment, Assignment.expert_id == expert.id),
        "evaluations": (Evaluation, Evaluation.assignment_id.in_(helped) & side),
        "mails": (OutboxMail, own & (OutboxMail.recipient_id == expert.id)),
        "links": (MailLink, MailLink.invitation_id.in_(asked)),
        "audit_log": (AuditEntry, _about(Subject.EXPERT, expert.id) | did),
    }


def _of_account(account: UserAccount) -> Parts:
    did = (AuditEntry.actor_kind == ActorKind.STAFF) & (AuditEntry.actor_id == account.id)
    to_staff = OutboxMail.recipient_kind == RecipientKind.STAFF
    return {
        "log_in_links": (LoginLink, LoginLink.user_id == account.id),
        "sessions": (UserSession, UserSession.user_id == account.id),
        "recovery_codes": (RecoveryCode, RecoveryCode.user_id == account.id),
        "identities": (AccountIdentity, AccountIdentity.user_id == account.id),
        "address_changes": (AddressChange, AddressChange.user_id == account.id),
        "passkeys": (Passkey, Passkey.user_id == account.id),
        "shifts": (DutyShift, DutyShift.user_id == account.id),
        "notes": (CaseNote, CaseNote.author_id == account.id),
        "mails": (OutboxMail, to_staff & (OutboxMail.recipient_id == account.id)),
        "audit_log": (AuditEntry, _about(Subject.ACCOUNT, account.id) | did),
    }


def _of_partner(session: Session, partner: Partner) -> dict[str, Any]:
    names = ("id", "name", "contact_name", "contact_email")
    changes = _rows(session, PartnerEvent, PartnerEvent.partner_id == partner.id)
    return {name: getattr(partner, name) for name in names} | {"changes": changes}


def _named_in(session: Session, person: Person) -> list[dict[str, str]]:
    """Only where: the text is of somebody else's request."""
    references = {number: session.get_one(SupportRequest, number).reference
                  for number, _place in person.named_in}  # fmt: skip
    return [{"request": references[number], "place": place} for number, place in person.named_in]


def _about(subject: Subject, number: int) -> ColumnElement[bool]:
    return (AuditEntry.subject_kind == subject) & (AuditEntry.subject_id == str(number))


def _with(session: Session, record: Base, parts: Parts) -> dict[str, Any]:
    own = _plain(record, _columns(type(record)))
    return own | {name: _rows(session, table, which) for name, (table, which) in parts.items()}


def _rows(session: Session, table: type[Base], which: ColumnElement[bool]) -> list[dict[str, Any]]:
    key = inspect(table).primary_key
    found = session.scalars(select(table).where(which).order_by(*key))
    return [_plain(row, _columns(table)) for row in found]


def _columns(table: type[Base]) -> Sequence[str]:
    return [
        column.name
        for column in table.__table__.columns
        if column.name not in LEFT_OUT and not isinstance(column.type, LargeBinary)
    ]


def _plain(row: Base, columns: Sequence[str]) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in columns}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }
