"""Rows that go by their own age, whatever they belong to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from service.domain.retention import Destroyed, RuleCode, destroyed_before
from service.storage.address_change import AddressChange
from service.storage.alarm import Alarm
from service.storage.attempt_count import AttemptCount
from service.storage.duty_event import DutyEvent
from service.storage.duty_shift import DutyShift
from service.storage.forgetting import leave_nothing_behind
from service.storage.heartbeat import Heartbeat
from service.storage.legal_hold import LegalHold, held_requests
from service.storage.mail_link import MailLink
from service.storage.notice import Notice
from service.storage.outbox_mail import OutboxMail
from service.storage.partner_event import PartnerEvent
from service.storage.read_mark import ReadMark
from service.storage.request import SupportRequest
from service.storage.sign_on import SignOn
from service.storage.user_account import LoginLink
from service.storage.user_session import UserSession

BATCH = 500


@dataclass(frozen=True)
class OldRows:
    """The rows of one table that a rule deletes: its key, and which are older than a moment."""

    rule: RuleCode
    table: Any
    key: Any
    older: Callable[[datetime], ColumnElement[bool]]


def _in_case_erased_before(at: datetime) -> ColumnElement[bool]:
    """Who opens an erased case leaves a mark again."""
    erased = select(SupportRequest.id).where(SupportRequest.erased_at <= at)
    return ReadMark.request_id.in_(erased) & ReadMark.request_id.not_in(held_requests())


OLD_ROWS = (
    OldRows(RuleCode.CASE_MESSAGES, ReadMark, ReadMark.request_id, _in_case_erased_before),
    OldRows(
        RuleCode.LINKS,
        MailLink,
        MailLink.token_hash,
        lambda at: (MailLink.expires_at <= at) & MailLink.request_id.not_in(held_requests()),
    ),
    OldRows(
        RuleCode.MAILS,
        OutboxMail,
        OutboxMail.id,
        lambda at: (OutboxMail.queued_at <= at) & OutboxMail.request_id.is_(None),
    ),
    OldRows(
        RuleCode.MAILS,
        Notice,
        Notice.id,
        lambda at: (Notice.queued_at <= at) & Notice.request_id.is_(None),
    ),
    OldRows(
        RuleCode.LOG_INS, LoginLink, LoginLink.token_hash, lambda at: LoginLink.expires_at <= at
    ),
    OldRows(RuleCode.LOG_INS, SignOn, SignOn.state_hash, lambda at: SignOn.expires_at <= at),
    OldRows(
        RuleCode.LOG_INS, AddressChange, AddressChange.id, lambda at: AddressChange.expires_at <= at
    ),
    OldRows(
        RuleCode.LOG_INS,
        UserSession,
        UserSession.token_hash,
        lambda at: UserSession.expires_at <= at,
    ),
    OldRows(
        RuleCode.TRIES,
        AttemptCount,
        AttemptCount.subject_hash,
        lambda at: AttemptCount.ends_at <= at,
    ),
    OldRows(RuleCode.TROUBLE, Alarm, Alarm.id, lambda at: Alarm.cleared_at <= at),
    OldRows(RuleCode.SIGNS, Heartbeat, Heartbeat.worker, lambda at: Heartbeat.at <= at),
    OldRows(RuleCode.ROSTER, DutyShift, DutyShift.id, lambda at: DutyShift.ends_at <= at),
    OldRows(RuleCode.ROSTER, DutyEvent, DutyEvent.id, lambda at: DutyEvent.at <= at),
    OldRows(RuleCode.REASONS, PartnerEvent, PartnerEvent.id, lambda at: PartnerEvent.at <= at),
    OldRows(RuleCode.REASONS, LegalHold, LegalHold.id, lambda at: LegalHold.lifted_at <= at),
)


def delete_old(
    rows: OldRows, session: Session, now: datetime, after: object
) -> tuple[list[Destroyed], object]:
    """Delete the next rows of this kind; give what went and the last key, or None at the end."""
    older = rows.older(destroyed_before(rows.rule, now))
    query = select(rows.key).where(older).distinct().order_by(rows.key).limit(BATCH)
    keys = session.scalars(query.where(rows.key > after) if after is not None else query).all()
    if not keys:
        return [], None
    leave_nothing_behind(session)
    gone = session.scalars(delete(rows.table).where(rows.key.in_(keys), older).returning(rows.key))
    found = list(gone)
    ids = tuple(sorted(found)) if rows.key.key == "id" else ()
    told = [Destroyed(rows.rule, rows.table.__tablename__, len(found), ids)] if found else []
    return told, keys[-1]
