"""Which rows the rules of retention are due for; what a legal hold keeps is never among them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, Text, and_, cast, exists, func, or_, select
from sqlalchemy.orm import Session

from expert_registry.tables import Expert
from service.domain.actor import ActorKind
from service.domain.audit_kind import Subject
from service.domain.invitation import InvitationState
from service.domain.request_status import ENDED_STATES, LIVE_ASSIGNMENT, OPEN_STATES
from service.storage.audit_entry import AuditEntry
from service.storage.history_event import HistoryEvent
from service.storage.invitation import Assignment, Invitation
from service.storage.legal_hold import LegalHold, held_requests
from service.storage.outbox_mail import MailState, OutboxMail
from service.storage.request import SupportRequest
from service.storage.user_account import UserAccount

WITHDRAWN = "withdrawn"
ERASED_ADDRESS = "erased-"
"""What stands in the place of the address of an erased account, with its number."""


def lock_cases(
    session: Session, now: datetime, before: datetime, after_id: int, limit: int
) -> Sequence[SupportRequest]:
    """Lock the requests whose texts and contact data must go, by id, from an id on.

    They ended before a moment, and were not erased or something was added since. Left out are
    those that another transaction holds, and those with a mail that is leaving.
    """
    found = session.scalars(
        select(SupportRequest)
        .where(
            SupportRequest.id > after_id,
            SupportRequest.status.in_(ENDED_STATES),
            _ended_at() <= before,
            or_(SupportRequest.erased_at.is_(None), _added_to_since(before)),
            SupportRequest.id.not_in(held_requests()),
            ~_mail_is_leaving(now),
        )
        .order_by(SupportRequest.id)
        .limit(limit)
        .with_for_update(of=SupportRequest, skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    # A hold that was set while the lock was waited for was not seen above.
    held = held_among(session, [request.id for request in found])
    return [request for request in found if request.id not in held]


def held_among(session: Session, request_ids: Collection[int]) -> set[int]:
    """Give which of these requests are held."""
    query = held_requests().where(LegalHold.request_id.in_(request_ids))
    return set(session.scalars(query))


def lock_experts(session: Session, before: datetime, after_id: int, limit: int) -> Sequence[Expert]:
    """Lock the experts whose profile must go, by id, from an id on: withdrawn before a moment."""
    return session.scalars(
        select(Expert)
        .where(
            Expert.id > after_id,
            Expert.status == WITHDRAWN,
            Expert.withdrawn_since <= before,
            or_(Expert.erased_at.is_(None), Expert.erased_at < Expert.withdrawn_since),
            Expert.id.not_in(select(Invitation.expert_id).where(in_use())),
        )
        .order_by(Expert.id)
        .limit(limit)
        .with_for_update(of=Expert, skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()


def in_use() -> ColumnElement[bool]:
    """Give the condition that an invitation is open, leads to a live assignment, or is held."""
    live = select(Assignment.invitation_id).where(Assignment.state.in_(LIVE_ASSIGNMENT))
    return or_(
        Invitation.state == InvitationState.OPEN,
        Invitation.id.in_(live),
        Invitation.request_id.in_(held_requests()),
    )


def lock_accounts(session: Session, after_id: int, limit: int) -> Sequence[UserAccount]:
    """Lock the closed accounts, by id, from an id on, that the audit log names no longer."""
    number = cast(UserAccount.id, Text)
    named = exists().where(
        or_(
            and_(AuditEntry.actor_kind == ActorKind.STAFF, AuditEntry.actor_id == UserAccount.id),
            and_(AuditEntry.subject_kind == Subject.ACCOUNT, AuditEntry.subject_id == number),
        )
    )
    return session.scalars(
        select(UserAccount)
        .where(
            UserAccount.id > after_id,
            UserAccount.active.is_(False),
            UserAccount.email != cast(ERASED_ADDRESS, String) + number,
            ~named,
        )
        .order_by(UserAccount.id)
        .limit(limit)
        .with_for_update(of=UserAccount, skip_locked=True)
    ).all()


def _ended_at() -> Any:
    return (
        select(func.max(HistoryEvent.at))
        .where(
            HistoryEvent.request_id == SupportRequest.id,
            HistoryEvent.to_status.in_(ENDED_STATES),
            HistoryEvent.from_status.in_(OPEN_STATES),
        )
        .correlate(SupportRequest)
        .scalar_subquery()
    )


def _added_to_since(before: datetime) -> ColumnElement[bool]:
    """Somebody did something in a case that was erased, a note for example."""
    return exists().where(
        HistoryEvent.request_id == SupportRequest.id,
        HistoryEvent.at > SupportRequest.erased_at,
        HistoryEvent.at <= before,
    )


def _mail_is_leaving(now: datetime) -> ColumnElement[bool]:
    return exists().where(
        OutboxMail.request_id == SupportRequest.id,
        OutboxMail.state == MailState.SENDING,
        OutboxMail.next_attempt_at > now,
    )
