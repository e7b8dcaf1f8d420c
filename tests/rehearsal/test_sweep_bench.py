"""The bench of the sweep works off what it lets fall due, on both databases."""

from sqlalchemy import func, select

from service.database import connect, reading
from service.rehearsal.sweep_bench import bench_sweep
from service.storage.deadline import Deadline


def test_what_falls_due_is_worked_off_and_nothing_else(bare_database_url: str) -> None:
    found = bench_sweep(bare_database_url, open_deadlines=100, due=12, ticks=2, due_each_tick=3)
    assert found["open_deadlines"] == 100
    assert found["12_due_at_once_s"] > 0
    assert found["p99_lateness_after_the_tick_s"] > 0
    engine = connect(bare_database_url)
    with reading(engine) as session:
        breached = select(func.count()).where(Deadline.breached_at.is_not(None))
        assert session.scalar(breached) == 12 + 2 * 3
    engine.dispose()
