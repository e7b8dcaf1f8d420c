"""A check of the whole audit log, while others write, and against an end that was noted down."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from service.actions.audit.verify_log import verify_log
from service.database import reading, writing
from service.domain.actor import staff
from service.domain.audit_chain import FIRST_HASH, Break, BreakKind, End
from service.domain.audit_kind import AuditKind, Subject
from service.storage import audit_entry, audit_head
from tests.sample_case import NOW


def tell(engine: Engine, subject_id: int) -> None:
    with writing(engine) as session:
        act = AuditKind.CASE_ACT
        audit_entry.note(session, NOW, staff(1), act, "call_back", Subject.CASE, subject_id)


def verified(engine: Engine, known: End | None = None) -> tuple[End, Break | None]:
    with reading(engine) as session:
        audit_entry.see_one_moment(session)
        found = verify_log(session, known)
        return found.end, found.broken


def test_a_log_that_nobody_touched_is_whole(engine: Engine) -> None:
    assert verified(engine) == (End(), None)
    for number in range(3):
        tell(engine, number)
    end, broken = verified(engine)
    assert (end.position, broken) == (3, None)


def test_a_check_sees_one_moment_while_others_write(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(engine, 1)
    present = audit_head.present

    def slow(session: Session) -> audit_head.Head:
        head = present(session)
        tell(engine, 2)
        return head

    monkeypatch.setattr(audit_head, "present", slow)
    assert verified(engine)[1] is None


@pytest.mark.backend("sqlite")
def test_a_log_that_was_made_anew_does_not_go_by_the_known_end(engine: Engine) -> None:
    for number in range(3):
        tell(engine, number)
    end, _broken = verified(engine)
    tell(engine, 4)
    assert verified(engine, end)[1] is None
    with writing(engine) as session:
        connection = session.connection()
        connection.exec_driver_sql("DELETE FROM audit_entry")
        connection.exec_driver_sql(f"UPDATE audit_head SET position = 0, hash = '{FIRST_HASH}'")
    assert verified(engine) == (End(), Break(BreakKind.UNSEALED, 0))
    assert verified(engine, end)[1] == Break(BreakKind.REMOVED, 3)
    for number in range(4):
        tell(engine, number + 10)
    assert verified(engine)[1] == Break(BreakKind.UNSEALED, 4)
    assert verified(engine, end)[1] == Break(BreakKind.CHANGED, 3)


TAKEN_AWAY = {
    "the last entries": (
        "DELETE FROM audit_entry WHERE id > 1",
        "UPDATE audit_head SET position = 1, hash = (SELECT hash FROM audit_entry WHERE id = 1)",
    ),
    "the seal": ("UPDATE audit_head SET seal = ''",),
    "the key of the seal": ("UPDATE audit_head SET seal = 's1.00000000.' || substr(seal, 13)",),
    "the end": ("DELETE FROM audit_entry", "DELETE FROM audit_head"),
}


@pytest.mark.parametrize("what", TAKEN_AWAY)
def test_an_end_that_the_program_did_not_seal_shows_for_good(engine: Engine, what: str) -> None:
    """Writing goes on all the same, and does not make it good again."""
    for number in range(3):
        tell(engine, number)
    with writing(engine) as session:
        for statement in TAKEN_AWAY[what]:
            session.connection().exec_driver_sql(statement)
    end, broken = verified(engine)
    assert broken == Break(BreakKind.UNSEALED, end.position)
    tell(engine, 9)
    assert verified(engine)[1] == Break(BreakKind.UNSEALED, end.position + 1)
