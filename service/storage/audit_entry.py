"""The audit log: appended at the end of a transaction, never edited; one chain for all writers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Engine, Index, Table, bindparam, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from expert_registry.tables import Base, UtcDateTime
from service.domain.actor import Actor, ActorKind
from service.domain.audit_chain import AuditFact, End, Link, chained_hash
from service.domain.audit_kind import ONCE_IN_A_WHILE, AuditKind, Origin, Subject
from service.storage import audit_head
from service.storage.user_account import UserAccount

TOLD_FOR = timedelta(minutes=15)
"""Who looks at the same record again within this time is not told of again."""

UNKNOWN = "unknown"
_SAME = ("actor_kind", "actor_id", "kind", "detail", "subject_kind", "subject_id")
_NOTED = "audit_noted"
_ORIGIN = "schakel_origin"


class AuditEntry(Base):
    """Who did what to which record, when (UTC) and from where; ids and codes only.

    No foreign keys: the log outlives what it tells of.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_subject_kind", "subject_kind", "subject_id", "actor_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor_kind: Mapped[str]
    actor_id: Mapped[int | None]
    role: Mapped[str]
    kind: Mapped[str]
    detail: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    origin: Mapped[str]
    hash: Mapped[str]


# Nearly every transaction ends with this: built once, and no row object is made.
_ENTRY = insert(cast("Table", AuditEntry.__table__))


def coming_from(engine: Engine, origin: Origin) -> Engine:
    """Give the same engine for whoever comes from there; the audit log tells it."""
    return engine.execution_options(**{_ORIGIN: origin})


def note(
    session: Session,
    now: datetime,
    actor: Actor | None,
    kind: AuditKind,
    detail: str,
    subject: Subject,
    subject_id: object = "",
) -> None:
    """Have this told in the audit log when the transaction ends; no actor: nobody knows who.

    `detail` is a code. What is taken back is never told.
    """
    fact = fact_of(session, now, actor, kind, detail, subject, subject_id)
    session.info.setdefault(_NOTED, []).append(fact)


def fact_of(
    session: Session,
    now: datetime,
    actor: Actor | None,
    kind: AuditKind,
    detail: str,
    subject: Subject,
    subject_id: object = "",
) -> AuditFact:
    """Give what an entry would say, but for the role."""
    who, who_id = (actor.kind.value, actor.id) if actor else (UNKNOWN, None)
    origin = session.get_bind().get_execution_options().get(_ORIGIN, Origin.PROGRAM)
    values = kind.value, detail, subject.value, str(subject_id), str(origin)
    return AuditFact(now, who, who_id, "", *values)


def append_noted(session: Session) -> None:
    """Append what was noted to the chain; the last thing before the commit.

    So the end of the chain is locked after all else and not for long, and two transactions never
    wait for each other in a circle.
    """
    noted: list[AuditFact] = session.info.pop(_NOTED, [])
    if not noted:
        return
    session.flush()
    head = audit_head.lock(session)
    end = head.end
    rows: list[dict[str, object]] = []
    for fact in noted:
        if fact.kind in ONCE_IN_A_WHILE and (_is_told(rows, fact) or told_lately(session, fact)):
            continue
        complete = replace(fact, role=_role(session, fact))
        end = End(end.position + 1, chained_hash(end.hash, complete))
        rows.append({"id": end.position, "hash": end.hash, **asdict(complete)})
    if rows:
        session.execute(_ENTRY, rows)
        audit_head.move(session, head.moved_to(end))


_TOLD = (
    select(AuditEntry.id)
    .where(
        *(getattr(AuditEntry, name).is_not_distinct_from(bindparam(name)) for name in _SAME),
        AuditEntry.at > bindparam("since", type_=UtcDateTime()),
        AuditEntry.at <= bindparam("until", type_=UtcDateTime()),
    )
    .limit(1)
)


def told_lately(session: Session, fact: AuditFact) -> bool:
    """Say whether the same was told of the same person and record a short while ago."""
    same = {name: getattr(fact, name) for name in _SAME}
    return (
        session.scalar(_TOLD, {**same, "since": fact.at - TOLD_FOR, "until": fact.at}) is not None
    )


def _is_told(rows: Sequence[Mapping[str, object]], fact: AuditFact) -> bool:
    """Whether the same stands among the rows of this transaction."""
    return any(all(row[name] == getattr(fact, name) for name in _SAME) for row in rows)


def see_one_moment(session: Session) -> None:
    """Let this session, which did nothing yet, see the log as it is now, whoever goes on writing.

    On SQLite every transaction does.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def links(session: Session) -> Iterator[Link]:
    """Give all entries in the order of their places, a thousand in memory at a time."""
    columns = [getattr(AuditEntry, name) for name in AuditFact.__dataclass_fields__]
    query = select(AuditEntry.id, AuditEntry.hash, *columns).order_by(AuditEntry.id).limit(1000)
    rows = session.execute(query).all()
    while rows:
        for position, known_hash, *values in rows:
            yield Link(position, AuditFact(*values), known_hash)
        rows = session.execute(query.where(AuditEntry.id > rows[-1].id)).all()


def _role(session: Session, fact: AuditFact) -> str:
    if fact.actor_kind != ActorKind.STAFF or fact.actor_id is None:
        return ""
    account = session.get(UserAccount, fact.actor_id)
    return account.role if account else ""
