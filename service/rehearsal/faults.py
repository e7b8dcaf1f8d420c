"""Kills the worker amid its sweeps and compares with one that nobody disturbed."""

import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from service.database import connect
from service.rehearsal.due_cases import Traces, make_due_cases, traces
from service.rehearsal.sweeper import sweep, sweep_until_done

PATIENCE_S = 60.0
TOLD = 5

Tell = Callable[[str], None]


class SweepFailed(Exception):
    """A worker that nobody killed did not end well."""


class Killer:
    """So many kills (-9) of a sweeping worker, at random points of its work."""

    def __init__(self, engine: Engine, kills: int, seed: int) -> None:
        self._engine = engine
        self._random = random.Random(seed)  # noqa: S311 - not for secrets
        self._processes: ForkServerContext = get_context("forkserver")
        # Each worker begins with everything imported, so that a kill meets work.
        self._processes.set_forkserver_preload([sweep_until_done.__module__])
        self._left = kills
        self.done = 0

    def sweep(self, now: datetime, moments_left: int, latest_s: float) -> None:
        """Have everything that is due now worked off, with this moment's share of the kills."""
        for _kill in range(-(-self._left // moments_left)):
            worker = self._started(now)
            worker.join(self._random.uniform(0, latest_s))
            if worker.exitcode is not None:
                _check_ended_well(worker)
                break
            worker.kill()
            worker.join()
            self._left, self.done = self._left - 1, self.done + 1
        sweep(self._engine, now)

    def _started(self, now: datetime) -> BaseProcess:
        begins, tells = self._processes.Pipe(duplex=False)
        address = self._engine.url.render_as_string(hide_password=False)
        worker = self._processes.Process(target=sweep_until_done, args=(address, now, tells))
        worker.start()
        tells.close()
        if not begins.poll(PATIENCE_S):
            worker.kill()
            raise SweepFailed("it did not begin")
        return worker


def play_faults(
    database_url: str | None, kills: int, seed: int, cases: int, tell: Tell = lambda _line: None
) -> dict[str, Any]:
    """Give how many steps were lost or doubled by so many kills; `ok` when none was.

    The database must be empty; without an address it is an SQLite file. What must be comes from
    the same cases in another file, swept without a kill.
    """
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="schakel-faults-") as folder:
        quiet = connect(f"sqlite:///{Path(folder) / 'undisturbed.sqlite3'}")
        address = database_url or f"sqlite:///{Path(folder) / 'killed.sqlite3'}"
        killed = connect(address)
        moments = make_due_cases(killed, cases)
        tell("sweeping undisturbed")
        must_be, first_s = _undisturbed(quiet, cases)
        killer = Killer(killed, kills, seed)
        for number, now in enumerate(moments):
            killer.sweep(now, len(moments) - number, 1.5 * first_s)
            tell(f"{killer.done} kills")
        found = traces(killed)
        killed.dispose()
        report = {"database": killed.dialect.name, **compared(must_be, found)}
    report |= {"kills": killer.done, "wanted": kills, "seed": seed}
    report["ok"] = not (report["lost"] or report["doubled"]) and killer.done == kills
    report["seconds"] = round(time.monotonic() - begun, 1)
    return report


def _check_ended_well(worker: BaseProcess) -> None:
    if worker.exitcode != 0:
        raise SweepFailed(f"exit status {worker.exitcode}")


def _undisturbed(engine: Engine, cases: int) -> tuple[Traces, float]:
    """Give what must be, and the seconds that the first sweep takes, which finds nothing warm."""
    moments = make_due_cases(engine, cases)
    before = time.monotonic()
    sweep(engine, moments[0])
    first_s = time.monotonic() - before
    for now in moments[1:]:
        sweep(engine, now)
    found = traces(engine)
    engine.dispose()
    return found, first_s


def compared(must_be: Traces, found: Traces) -> dict[str, Any]:
    """Give what is missing and what is too much, each with the first few as examples."""
    lost: Counter[Any] = Counter()
    doubled: Counter[Any] = Counter()
    for wanted, there in (
        (must_be.clocks, found.clocks),
        (must_be.events, found.events),
        (must_be.mails, found.mails),
    ):
        lost += wanted - there
        doubled += there - wanted
    return {
        "clocks": must_be.clocks.total(),
        "events": must_be.events.total(),
        "mails": must_be.mails.total(),
        "lost": lost.total(),
        "doubled": doubled.total(),
        "examples": [repr(one) for one in [*lost, *doubled][:TOLD]],
    }
