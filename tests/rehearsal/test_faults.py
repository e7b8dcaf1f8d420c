"""A worker that is killed amid its sweeps loses nothing and does nothing twice."""

from collections.abc import Callable, Iterator
from threading import Timer

import pytest
from sqlalchemy import Engine, Select, delete, insert, select, update

from service.database import connect, reading, writing
from service.rehearsal.due_cases import Traces, make_due_cases, traces
from service.rehearsal.faults import cases_for, compared, play_faults
from service.rehearsal.sweep_killer import SweepKiller
from service.rehearsal.sweeper import sweep
from service.storage.deadline import Deadline
from service.storage.history_event import HistoryEvent
from service.storage.outbox_mail import OutboxMail
from service.storage.request import SupportRequest


def test_five_kills_lose_and_double_nothing(bare_database_url: str) -> None:
    report = play_faults(bare_database_url, kills=5, seed=1, cases=8)
    assert report["examples"] == []
    assert (report["lost"], report["doubled"], report["kills"]) == (0, 0, 5)
    assert report["ok"]
    assert report["events"] > 100


@pytest.mark.backend("postgresql")
def test_what_a_dead_worker_held_for_a_moment_is_worked_off_too(bare_database_url: str) -> None:
    engine = connect(bare_database_url)
    now = make_due_cases(engine, 2)[0]
    with engine.connect() as dead:
        dead.execute(select(SupportRequest.id).with_for_update())
        lets_go = Timer(0.5, dead.rollback)
        lets_go.start()
        SweepKiller(engine, kills=0, seed=1).sweep(now, 1)
        lets_go.join()
    with reading(engine) as session:
        assert session.scalars(select(Deadline.id).where(Deadline.next_check_at <= now)).all() == []
    engine.dispose()


@pytest.mark.parametrize(("kills", "cases"), [(0, 8), (5, 8), (60, 90), (200, 300)])
def test_more_kills_get_more_cases(kills: int, cases: int) -> None:
    assert cases_for(kills) == cases


@pytest.fixture
def swept(bare_database_url: str) -> Iterator[Engine]:
    """A database in which three cases were swept to their end."""
    engine = connect(bare_database_url)
    for now in make_due_cases(engine, 3):
        sweep(engine, now)
    yield engine
    engine.dispose()


def lose_an_event(engine: Engine) -> None:
    with writing(engine) as session:
        last = session.scalars(_breaches()).first()
        session.execute(delete(HistoryEvent).where(HistoryEvent.id == last))


def double_an_event(engine: Engine) -> None:
    columns = [column for column in HistoryEvent.__table__.columns if column.name != "id"]
    last = select(*columns).where(HistoryEvent.id.in_(_breaches().limit(1)))
    with writing(engine) as session:
        session.execute(insert(HistoryEvent).from_select([c.name for c in columns], last))


def lose_a_mail(engine: Engine) -> None:
    with writing(engine) as session:
        last = session.scalars(_told()).first()
        session.execute(delete(OutboxMail).where(OutboxMail.id == last))


def forget_a_breach(engine: Engine) -> None:
    with writing(engine) as session:
        breached = select(Deadline.id).where(Deadline.breached_at.is_not(None)).limit(1)
        first = session.scalars(breached).one()
        session.execute(update(Deadline).where(Deadline.id == first).values(breached_at=None))


def _breaches() -> Select[int]:
    return select(HistoryEvent.id).where(HistoryEvent.kind == "deadline_breached")


def _told() -> Select[int]:
    return select(OutboxMail.id).where(OutboxMail.kind == "deadline_breach")


# What went wrong, and how much of it is lost and doubled: a changed clock is both.
DAMAGES = [
    (lose_an_event, 1, 0),
    (double_an_event, 0, 1),
    (lose_a_mail, 1, 0),
    (forget_a_breach, 1, 1),
]


@pytest.mark.parametrize(("damage", "lost", "doubled"), DAMAGES)
def test_damage_to_the_database_is_found(
    swept: Engine, damage: Callable[[Engine], None], lost: int, doubled: int
) -> None:
    must_be = traces(swept)
    assert _differences(must_be, traces(swept)) == (0, 0)
    damage(swept)
    assert _differences(must_be, traces(swept)) == (lost, doubled)


def _differences(must_be: Traces, found: Traces) -> tuple[int, int]:
    report = compared(must_be, found)
    assert len(report["examples"]) == report["lost"] + report["doubled"]
    return report["lost"], report["doubled"]
