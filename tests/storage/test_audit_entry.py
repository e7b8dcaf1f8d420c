"""The audit log in the database: one chain, whoever writes at the same time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select

from service.database import reading, taking_back, writing
from service.domain.actor import Role, expert, staff
from service.domain.audit_chain import AuditFact, Break, BreakKind, End, first_break
from service.domain.audit_kind import AuditKind, Origin, Subject
from service.storage import audit_entry, audit_head
from service.storage.audit_head import AuditHead
from service.storage.user_account import UserAccount

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
WORKERS, EACH = 8, 10


def tell(
    engine: Engine, kind: AuditKind = AuditKind.CASE_ACT, subject_id: int = 1, minutes: float = 0
) -> None:
    with writing(engine) as session:
        now = NOW + timedelta(minutes=minutes)
        audit_entry.note(session, now, staff(1), kind, "opened", Subject.CASE, subject_id)


def found_break(engine: Engine) -> Break | None:
    with reading(engine) as session:
        end = audit_head.present(session).end
        return first_break(audit_entry.links(session), End(), end)


def told(engine: Engine) -> list[AuditFact]:
    with reading(engine) as session:
        return [link.fact for link in audit_entry.links(session)]


def test_eight_writers_make_one_chain(engine: Engine) -> None:
    barrier = Barrier(WORKERS)

    def write(worker: int) -> None:
        barrier.wait(timeout=10)
        for number in range(EACH):
            tell(engine, subject_id=worker * EACH + number)

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(write, range(WORKERS)))
    assert sorted(int(fact.subject_id) for fact in told(engine)) == list(range(WORKERS * EACH))
    assert found_break(engine) is None


def test_an_entry_says_who_as_what_and_from_where(engine: Engine) -> None:
    with writing(audit_entry.coming_from(engine, Origin.INTERNET)) as session:
        session.add(UserAccount(id=1, name="Co", email="co@bureau.example", role=Role.COORDINATOR))
        # The account is stored by the same transaction, after this.
        audit_entry.note(session, NOW, staff(1), AuditKind.SETTING, "x", Subject.PARTNER, "ngb")
        audit_entry.note(session, NOW, expert(1), AuditKind.CASE_ACT, "x", Subject.CASE, 3)
        audit_entry.note(session, NOW, None, AuditKind.DENIED, "x", Subject.PAGE)
    assert [
        (fact.at, fact.actor_kind, fact.actor_id, fact.role, fact.subject_id, fact.origin)
        for fact in told(engine)
    ] == [
        (NOW, "staff", 1, "coordinator", "ngb", "internet"),
        (NOW, "expert", 1, "", "3", "internet"),
        (NOW, "unknown", None, "", "", "internet"),
    ]
    assert found_break(engine) is None


def test_what_is_taken_back_is_not_told(engine: Engine) -> None:
    with taking_back(engine) as session:
        audit_entry.note(session, NOW, None, AuditKind.CASE_ACT, "x", Subject.CASE, 1)
    with pytest.raises(ZeroDivisionError), writing(engine) as session:
        audit_entry.note(session, NOW, None, AuditKind.CASE_ACT, "x", Subject.CASE, 1)
        _ = 1 / 0
    assert told(engine) == []


@pytest.mark.parametrize(
    ("kind", "told_at"),
    [
        (AuditKind.READ, [0, 15, 31]),
        (AuditKind.DENIED, [0, 15, 31]),
        (AuditKind.CASE_ACT, [0, 5, 14.9, 15, 16, 31]),
    ],
)
def test_a_reader_is_told_of_once_in_a_quarter(
    engine: Engine, kind: AuditKind, told_at: list[float]
) -> None:
    for minutes in (0, 5, 14.9, 15, 16, 31):
        tell(engine, kind, minutes=minutes)
    tell(engine, kind, subject_id=2)
    *first, other = told(engine)
    assert [(fact.at - NOW).total_seconds() / 60 for fact in first] == told_at
    assert other.subject_id == "2"


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("UPDATE audit_entry SET subject_id = '9' WHERE id = 3", Break(BreakKind.CHANGED, 3)),
        ("DELETE FROM audit_entry WHERE id = 3", Break(BreakKind.REMOVED, 3)),
        ("DELETE FROM audit_entry WHERE id = 5", Break(BreakKind.REMOVED, 5)),
        ("DELETE FROM audit_entry", Break(BreakKind.REMOVED, 1)),
        (
            "INSERT INTO audit_entry SELECT 6, at, actor_kind, actor_id, role, kind, detail, "
            "subject_kind, subject_id, origin, hash FROM audit_entry WHERE id = 5",
            Break(BreakKind.INSERTED, 6),
        ),
    ],
)
def test_what_was_done_to_the_rows_shows(engine: Engine, damage: str, found: Break) -> None:
    for number in range(5):
        tell(engine, subject_id=number)
    assert found_break(engine) is None
    with writing(engine) as session:
        session.connection().exec_driver_sql(damage)
    assert found_break(engine) == found


def test_a_chain_has_one_end(engine: Engine) -> None:
    for number in range(3):
        tell(engine, subject_id=number)
    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(AuditHead)) == 1
        assert audit_head.present(session).end.position == 3
