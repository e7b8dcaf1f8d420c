"""Erase what is stored about an address, and tell what stays and why (right of erasure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from expert_registry.tables import Expert
from service.actions.privacy.person import Person, find_person
from service.actions.requests.redact_text import redact_text
from service.actions.retention.anonymise import anonymise_account, anonymise_expert
from service.actions.retention.erase_case import ON_REQUEST, erase_case
from service.actions.retention.steps import together
from service.domain.actor import SYSTEM
from service.domain.audit_kind import AuditKind, Subject
from service.domain.errors import InvalidChoice
from service.domain.request_status import OPEN_STATES
from service.domain.retention import Destroyed
from service.storage import audit_entry, destruction, retention_due
from service.storage import request as requests
from service.storage.forgetting import leave_nothing_behind
from service.storage.invitation import Invitation
from service.storage.user_account import UserAccount


class Stays(StrEnum):
    """Why a record stays as it is."""

    OPEN_CASE = "open_case"
    LEGAL_HOLD = "legal_hold"
    IN_USE = "in_use"
    PARTNER_CONTACT = "partner_contact"
    OPEN_ACCOUNT = "open_account"
    OTHER_WORDS = "other_words"


@dataclass(frozen=True)
class Outcome:
    """What happened to one record, by what it is and a name for it; `stays` None: erased."""

    subject: Subject
    name: str
    stays: Stays | None


def erase_person(
    session: Session, now: datetime, address: str
) -> tuple[list[Outcome], list[Destroyed]]:
    """Erase or anonymise the records of this address that may go; give what became of each.

    The record of destruction and the audit log tell of it, without the address.
    """
    leave_nothing_behind(session)
    person = find_person(session, address)
    gone: list[Destroyed] = []
    outcomes = [
        *_requests(session, now, person, gone),
        *_experts(session, now, person.experts, gone),
        *(Outcome(Subject.PARTNER, one.name, Stays.PARTNER_CONTACT) for one in person.partners),
        *_accounts(session, person.accounts, gone),
    ]
    destroyed = together(gone)
    destruction.tell(session, now, destroyed)
    audit_entry.note(session, now, SYSTEM, AuditKind.DESTROYED, "on_request", Subject.PERSON)
    return outcomes, destroyed


def _requests(
    session: Session, now: datetime, person: Person, gone: list[Destroyed]
) -> list[Outcome]:
    outcomes = []
    for found in person.requests:
        reference = found.reference
        request = requests.lock(session, found.id)
        stays = Stays.OPEN_CASE if request.status in OPEN_STATES else None
        if retention_due.held_among(session, [request.id]):
            stays = Stays.LEGAL_HOLD
        if stays is None:
            gone += erase_case(session, now, request, ON_REQUEST)
        outcomes.append(Outcome(Subject.CASE, reference, stays))
    others = dict.fromkeys(number for number, _place in person.named_in)
    return outcomes + [_out_of(session, now, number, person.address) for number in others]


def _out_of(session: Session, now: datetime, request_id: int, address: str) -> Outcome:
    """Take the address out of the texts of a case that is somebody else's."""
    request = requests.lock(session, request_id)
    stays = None
    if retention_due.held_among(session, [request_id]):
        stays = Stays.LEGAL_HOLD
    else:
        try:
            redact_text(session, now, request, SYSTEM, [address])
        except InvalidChoice:
            stays = Stays.OTHER_WORDS
    return Outcome(Subject.CASE, request.reference, stays)


def _experts(
    session: Session, now: datetime, experts: Sequence[Expert], gone: list[Destroyed]
) -> list[Outcome]:
    outcomes = []
    for expert in experts:
        session.refresh(expert, with_for_update=True)
        asked = exists().where(Invitation.expert_id == expert.id, retention_due.in_use())
        in_use = session.scalar(select(asked))
        outcomes.append(
            Outcome(Subject.EXPERT, expert.external_id, Stays.IN_USE if in_use else None)
        )
        if not in_use:
            gone += anonymise_expert(session, now, expert)
    return outcomes


def _accounts(
    session: Session, accounts: Sequence[UserAccount], gone: list[Destroyed]
) -> list[Outcome]:
    outcomes = []
    for account in accounts:
        stays = Stays.OPEN_ACCOUNT if account.active else None
        outcomes.append(Outcome(Subject.ACCOUNT, str(account.id), stays))
        if stays is None:
            gone += anonymise_account(session, account)
    return outcomes
