"""Looking things up in the audit log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from service.domain.actor import ActorKind
from service.domain.audit_kind import Subject
from service.storage.audit_entry import AuditEntry


@dataclass(frozen=True)
class AuditSearch:
    """What to look for; None: all. `since` is included, `until` (both aware) is not."""

    kind: str | None = None
    account_id: int | None = None
    request_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


def count(session: Session, search: AuditSearch) -> int:
    """Give how many entries there are."""
    query = select(func.count()).select_from(_query(search).subquery())
    return session.scalar(query) or 0


def latest(
    session: Session, search: AuditSearch, most: int, skipped: int = 0
) -> Sequence[AuditEntry]:
    """Give entries, the latest first."""
    query = _query(search).order_by(AuditEntry.id.desc())
    return session.scalars(query.limit(most).offset(skipped)).all()


def in_order(session: Session, search: AuditSearch) -> Sequence[AuditEntry]:
    """Give all entries, the first one first."""
    return session.scalars(_query(search).order_by(AuditEntry.id)).all()


def _query(search: AuditSearch) -> Select[AuditEntry]:
    query = select(AuditEntry)
    if search.kind is not None:
        query = query.where(AuditEntry.kind == search.kind)
    if search.account_id is not None:
        by_staff = AuditEntry.actor_kind == ActorKind.STAFF
        query = query.where(by_staff, AuditEntry.actor_id == search.account_id)
    if search.request_id is not None:
        of_case = AuditEntry.subject_kind == Subject.CASE
        query = query.where(of_case, AuditEntry.subject_id == str(search.request_id))
    if search.since is not None:
        query = query.where(AuditEntry.at >= search.since)
    if search.until is not None:
        query = query.where(AuditEntry.at < search.until)
    return query
