"""Going over to a new key: stopped half-way, begun again, and what is left is told."""

import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from expert_registry.key_ring import KeyRing, new_key
from expert_registry.sealed import use_keys
from service.actions.audit.verify_log import verify_log
from service.actions.keys.seal_anew import seal_anew
from service.database import reading, writing
from service.storage.audit_entry import AuditEntry
from service.storage.case_note import CaseNote
from service.storage.key_probe import KeyProbe, check_keys
from service.storage.request import SupportRequest
from service.storage.request_vector import RequestVector
from service.storage.resealing import under_older_keys
from tests.actions.conftest import NOW
from tests.conftest import DATA_KEY

NEW_KEY = new_key()
NOTES = 7


class Killed(Exception):
    """The program ends here."""


@pytest.fixture
def engine_with_rows(
    engine: Engine, session: Session, submit: Callable[..., SupportRequest], coordinator: Any
) -> Engine:
    request = submit()
    session.add(KeyProbe(id=1, words="schakel"))
    session.add(RequestVector(request_id=request.id, model_id="m", vector=b"\x01\x02"))
    for number in range(NOTES):
        text = f"notitie {number}" if number else ""
        note = {"request_id": request.id, "at": NOW, "author_id": coordinator.id}
        session.add(CaseNote(**note, text=text))
    session.commit()
    return engine


def killed_after(engine: Engine, batches: int) -> Callable[[], AbstractContextManager[Session]]:
    """Open transactions of which the one after so many is never committed."""
    left = batches

    @contextmanager
    def opened() -> Any:
        nonlocal left
        with writing(engine) as session:
            yield session
            session.flush()
            left -= 1
            if left < 0:
                raise Killed

    return opened


def left(engine: Engine) -> dict[str, int]:
    with reading(engine) as session:
        return {table: count for table, count in under_older_keys(session).items() if count}


def texts(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.scalars(select(CaseNote.text).order_by(CaseNote.id)))


def test_a_rotation_that_was_killed_goes_on_where_it_was(engine_with_rows: Engine) -> None:
    engine = engine_with_rows
    assert left(engine) == {}
    use_keys(KeyRing([NEW_KEY, DATA_KEY]))
    before, shown = left(engine), texts(engine)
    assert before["case_note"] == NOTES - 1
    assert {"support_request", "request_vector", "key_probe"} <= set(before)
    with pytest.raises(Killed):
        seal_anew(killed_after(engine, 3), NOW, batch=2)
    half = left(engine)
    assert 0 < sum(half.values()) < sum(before.values())
    assert texts(engine) == shown
    done = seal_anew(lambda: writing(engine), NOW, batch=2)
    assert {table: count for table, count in done.items() if count} == half
    assert left(engine) == {}
    use_keys(KeyRing([NEW_KEY]))
    assert texts(engine) == shown
    with reading(engine) as session:
        check_keys(session)
        assert session.scalars(select(RequestVector.vector)).one() == b"\x01\x02"


DIES = """
import os, signal, sys
from contextlib import contextmanager
from datetime import UTC, datetime
from expert_registry.key_ring import KeyRing
from service.actions.audit.verify_log import verify_log
from service.actions.keys.seal_anew import seal_anew
from service.database import connect, writing

engine = connect(sys.argv[1], KeyRing(sys.argv[2].split(",")))
left = 3

@contextmanager
def dying():
    global left
    with writing(engine) as session:
        yield session
        session.flush()
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

seal_anew(dying, datetime.now(UTC), batch=2)
"""


def test_a_program_that_is_killed_loses_nothing(
    engine_with_rows: Engine, database_url: str
) -> None:
    """Kill -9 with a batch written and not committed; the next program goes on from there."""
    engine, keys = engine_with_rows, f"{NEW_KEY},{DATA_KEY}"
    use_keys(KeyRing([NEW_KEY, DATA_KEY]))
    before, shown = left(engine), texts(engine)
    engine.dispose()
    died = subprocess.run([sys.executable, "-c", DIES, database_url, keys], check=False)
    assert died.returncode == -signal.SIGKILL
    half = left(engine)
    assert 0 < sum(half.values()) < sum(before.values())
    assert texts(engine) == shown
    done = seal_anew(lambda: writing(engine), NOW, batch=2)
    assert {table: count for table, count in done.items() if count} == half
    use_keys(KeyRing([NEW_KEY]))
    assert (left(engine), texts(engine)) == ({}, shown)
    with reading(engine) as session:
        assert verify_log(session).broken is None


def test_a_second_time_changes_nothing_and_is_not_told(engine_with_rows: Engine) -> None:
    use_keys(KeyRing([NEW_KEY, DATA_KEY]))
    for _time in range(2):
        done = seal_anew(lambda: writing(engine_with_rows), NOW)
    assert not any(done.values())
    with reading(engine_with_rows) as session:
        told = select(func.count()).where(AuditEntry.detail == "sealed_anew")
        assert session.scalar(told) == 1


def test_what_cannot_be_read_stays_and_is_counted(engine_with_rows: Engine) -> None:
    engine, lost = engine_with_rows, KeyRing([new_key()])
    use_keys(lost)
    with writing(engine) as session:
        second = select(func.min(CaseNote.id) + 1).scalar_subquery()
        session.execute(update(CaseNote).where(CaseNote.id == second).values(text="verloren"))
    use_keys(KeyRing([NEW_KEY, DATA_KEY]))
    done = seal_anew(lambda: writing(engine), NOW, batch=2)
    assert done["case_note"] == NOTES - 2
    assert left(engine) == {"case_note": 1}
