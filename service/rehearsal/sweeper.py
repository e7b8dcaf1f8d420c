"""A worker of its own process that only sweeps: no model, no mail; made to be killed."""

from collections.abc import Callable
from datetime import datetime
from multiprocessing.connection import Connection

from sqlalchemy import Engine

from expert_registry.key_ring import KeyRing
from service.actions.deadlines.check_deadlines import check_deadlines
from service.database import connect, writing
from service.jobs.repeated_job import until_nothing_is_left
from service.storage.all_tables import all_tables


def sweep_until_done(database_url: str, keys: str, now: datetime, tells: Connection) -> None:
    """Sweep until nothing is due at this moment; say through the pipe when it begins, and each
    time a batch is committed."""
    all_tables()
    engine = connect(database_url, KeyRing(keys.split(",")))
    tells.send(0)
    sweep(engine, now, tells.send)
    engine.dispose()


def sweep(engine: Engine, now: datetime, tell: Callable[[int], None] = lambda _done: None) -> int:
    """Work off everything that is due, as the job of the worker does; give how many requests."""

    def batch() -> int:
        with writing(engine) as session:
            done = check_deadlines(session, now)
        tell(done)
        return done

    return until_nothing_is_left(batch)
