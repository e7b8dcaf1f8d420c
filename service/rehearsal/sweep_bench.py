"""Measures the sweep of the deadlines on a large database: when idle, after a jam, under load."""

import tempfile
import time
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.orm import Session

from service.actions.requests.submit_request import submit_request
from service.database import connect, writing
from service.rehearsal.due_cases import SUBMITTED
from service.rehearsal.rehearsal_keys import rehearsal_keys
from service.rehearsal.sample_data import load_sample_data
from service.rehearsal.simulation.arrivals import Topics, arrivals
from service.rehearsal.simulation.people import People
from service.rehearsal.sweeper import sweep
from service.rehearsal.temporary_postgresql import temporary_postgresql
from service.storage.all_tables import all_tables
from service.storage.deadline import Deadline
from service.storage.request import SupportRequest

IDLE_ROUNDS = 5
TICK = timedelta(seconds=1)
FAR_AHEAD = timedelta(days=100)


def bench_sweep(
    database_url: str, open_deadlines: int, due: int, ticks: int = 20, due_each_tick: int = 10
) -> dict[str, float]:
    """Give seconds: an idle sweep (median), a jam of `due` at once, lateness under load (p99).

    The database must be empty. Under load each tick finds so many new deadlines due.
    """
    engine = connect(database_url, rehearsal_keys())
    steps = _fill(engine, max(open_deadlines // 5, due + ticks * due_each_tick))
    idle = [_seconds(engine, SUBMITTED) for _round in range(IDLE_ROUNDS)]
    now = SUBMITTED + TICK
    _let_fall_due(engine, now, 0, due)
    jam_s = _seconds(engine, now)
    late = []
    for tick in range(ticks):
        now += TICK
        _let_fall_due(engine, now, due + tick * due_each_tick, due_each_tick)
        late.append(_seconds(engine, now))
    engine.dispose()
    return {
        "open_deadlines": steps,
        "idle_sweep_s": round(median(idle), 4),
        f"{due}_due_at_once_s": round(jam_s, 2),
        "p99_lateness_after_the_tick_s": round(quantiles(late, n=100, method="inclusive")[98], 3),
    }


def bench_sweeps(open_deadlines: int, due: int = 1000) -> dict[str, dict[str, float]]:
    """Give the same for an SQLite file and, where its package is installed, for PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="schakel-bench-") as folder:
        address = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        found = {"sqlite": bench_sweep(address, open_deadlines, due)}
    with suppress(ImportError), temporary_postgresql() as address:
        found["postgresql"] = bench_sweep(address, open_deadlines, due)
    return found


def _seconds(engine: Engine, now: datetime) -> float:
    begun = time.perf_counter()
    sweep(engine, now)
    return time.perf_counter() - begun


def _fill(engine: Engine, requests: int) -> int:
    """Make so many copies of one request with its clocks; give how many clocks there are."""
    all_tables().create_all(engine)
    with writing(engine) as session:
        load_sample_data(session, SUBMITTED)
        topics = Topics(("Zeist",), ("asielopvang",), ("duiding",))
        intake = arrivals(People(), topics, 1, seed=0)[0].intake
        first = submit_request(session, SUBMITTED, intake, "form-0")
        session.flush()
        session.execute(update(Deadline).values(next_check_at=SUBMITTED + FAR_AHEAD))
        session.execute(update(SupportRequest).values(ranking_due_at=None))
        case = _row(session, SupportRequest, SupportRequest.id == first.id)
        clocks = [
            _row(session, Deadline, Deadline.id == one)
            for one in session.scalars(select(Deadline.id)).all()
        ]
        session.execute(
            insert(SupportRequest),
            [case | _own(first.id + number) for number in range(1, requests)],
        )
        copies = [
            clock | {"request_id": first.id + number}
            for number in range(1, requests)
            for clock in clocks
        ]
        for one in copies:
            del one["id"]
        session.execute(insert(Deadline), copies)
    return len(copies) + len(clocks)


def _row(session: Session, table: type[Any], which: Any) -> dict[str, Any]:
    return dict(session.execute(select(*table.__table__.columns).where(which)).mappings().one())


def _own(request_id: int) -> dict[str, Any]:
    return {
        "id": request_id,
        "reference": f"SK-{request_id}",
        "form_token": f"form-{request_id}",
    }


def _let_fall_due(engine: Engine, now: datetime, skip: int, count: int) -> None:
    """Let one clock of each of so many requests run out at this moment."""
    with writing(engine) as session:
        first = session.scalars(select(SupportRequest.id).order_by(SupportRequest.id)).first()
        begin = (first or 0) + skip
        session.execute(
            update(Deadline)
            .where(
                Deadline.request_id.between(begin, begin + count - 1),
                Deadline.step == "acknowledgement",
            )
            .values(due_at=now, warn_at=now - TICK, next_check_at=now)
        )
