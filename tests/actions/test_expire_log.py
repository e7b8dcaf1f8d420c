"""Old entries of the audit log go; a signed checkpoint keeps the rest one chain."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from expert_registry.key_ring import KeyRing, new_key
from expert_registry.sealed import use_keys
from service.actions.audit.expire_log import LogIsBroken, expire_log
from service.actions.audit.verify_log import verify_log
from service.actions.keys.seal_anew import seal_anew
from service.database import reading, writing
from service.domain.actor import staff
from service.domain.audit_chain import Break, BreakKind, End
from service.domain.audit_checkpoint import expires_before
from service.domain.audit_kind import AuditKind, Subject
from service.storage import audit_entry, audit_head
from tests.conftest import DATA_KEY
from tests.sample_case import NOW

DAY = timedelta(days=1)
LONG_AGO = expires_before(NOW) - DAY


def tell(engine: Engine, at: datetime) -> None:
    with writing(engine) as session:
        audit_entry.note(session, at, staff(1), AuditKind.CASE_ACT, "close", Subject.CASE, 1)


def expire(engine: Engine, now: datetime = NOW) -> int:
    with writing(engine) as session:
        return expire_log(session, now)


def broken(engine: Engine, known: End | None = None) -> Break | None:
    with reading(engine) as session:
        return verify_log(session, known).broken


def positions(engine: Engine) -> list[int]:
    with reading(engine) as session:
        return [link.position for link in audit_entry.links(session)]


def end(engine: Engine) -> End:
    with reading(engine) as session:
        return audit_head.present(session).end


def damage(engine: Engine, statement: str) -> None:
    with writing(engine) as session:
        session.connection().exec_driver_sql(statement)


@pytest.fixture
def expired(engine: Engine) -> Engine:
    """Of five entries the first three were older than three years and went."""
    for at in (LONG_AGO, LONG_AGO, LONG_AGO, NOW - DAY, NOW):
        tell(engine, at)
    assert expire(engine) == 3
    return engine


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ("2026-11-24T10:00", "2023-11-24T10:00"),
        ("2028-02-29T10:00", "2025-02-28T10:00"),
        ("2027-03-01T00:00", "2024-03-01T00:00"),
    ],
)
def test_three_years(now: str, before: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert expires_before(moment) == datetime.fromisoformat(before).replace(tzinfo=UTC)


def test_the_rest_goes_on_from_the_checkpoint(expired: Engine) -> None:
    assert positions(expired) == [4, 5, 6], "the last one tells that three went"
    assert broken(expired) is None
    tell(expired, NOW)
    assert broken(expired) is None
    assert expire(expired) == 0
    known = end(expired)
    assert expire(expired, NOW + 3 * 366 * DAY) == 4
    assert positions(expired) == [8]
    assert broken(expired, known=known) is None
    assert broken(expired, known=End(2, "e" * 64)) is None, "long gone: nothing to compare with"


def test_a_young_entry_keeps_the_older_ones_after_it(engine: Engine) -> None:
    for at in (LONG_AGO, NOW, LONG_AGO):
        tell(engine, at)
    assert expire(engine) == 1
    assert positions(engine) == [2, 3, 4]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE audit_checkpoint SET position = 4", Break(BreakKind.UNSIGNED, 4)),
        ("UPDATE audit_checkpoint SET signature = 'x'", Break(BreakKind.UNSIGNED, 3)),
        ("UPDATE audit_checkpoint SET signature = ''", Break(BreakKind.UNSIGNED, 3)),
        ("DELETE FROM audit_checkpoint", Break(BreakKind.REMOVED, 1)),
        ("DELETE FROM audit_entry WHERE id = 4", Break(BreakKind.REMOVED, 4)),
        ("UPDATE audit_entry SET id = 2 WHERE id = 4", Break(BreakKind.INSERTED, 2)),
    ],
)
def test_what_was_done_to_it_shows(expired: Engine, statement: str, found: Break) -> None:
    damage(expired, statement)
    assert broken(expired) == found


def test_another_key_did_not_sign_it(expired: Engine) -> None:
    use_keys(KeyRing([new_key()]))
    assert broken(expired) == Break(BreakKind.UNSIGNED, 3)


def test_the_log_holds_after_a_change_of_keys(expired: Engine) -> None:
    fresh = new_key()
    use_keys(KeyRing([fresh, DATA_KEY]))
    assert broken(expired) is None
    done = seal_anew(lambda: writing(expired), NOW)
    assert (done["audit_head"], done["audit_checkpoint"]) == (1, 1)
    use_keys(KeyRing([fresh]))
    tell(expired, NOW)
    assert broken(expired) is None


def test_nothing_goes_from_a_log_that_is_broken(engine: Engine) -> None:
    for at in (LONG_AGO, LONG_AGO, NOW):
        tell(engine, at)
    damage(engine, "UPDATE audit_entry SET detail = 'other' WHERE id = 2")
    with pytest.raises(LogIsBroken):
        expire(engine)
    assert positions(engine) == [1, 2, 3]
