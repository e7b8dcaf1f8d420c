"""Kills the worker amid its sweeps and compares with one that nobody disturbed."""

import math
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from service.database import connect
from service.rehearsal.due_cases import Traces, make_due_cases, traces
from service.rehearsal.rehearsal_keys import rehearsal_keys
from service.rehearsal.sweep_killer import SweepKiller
from service.rehearsal.sweeper import sweep

CASES_PER_KILL = 1.5
LEAST_CASES = 8
# What a moment had no work left for is made good at the next ones, and the last ones are spare.
SPARE_MOMENTS = 4
TOLD = 5

Tell = Callable[[str], None]


def cases_for(kills: int) -> int:
    """Give how many cases have enough work for so many kills."""
    return max(LEAST_CASES, math.ceil(CASES_PER_KILL * kills))


def play_faults(
    database_url: str | None,
    kills: int,
    seed: int,
    cases: int | None = None,
    tell: Tell = lambda _line: None,
) -> dict[str, Any]:
    """Give how many steps were lost or doubled by so many kills; `ok` when none was.

    The database must be empty; without an address it is an SQLite file. What must be comes from
    the same cases in another file, swept without a kill. The cases are as many as the kills need.
    """
    begun = time.monotonic()
    count = cases or cases_for(kills)
    with tempfile.TemporaryDirectory(prefix="schakel-faults-") as folder:
        tell("sweeping undisturbed")
        must_be = _undisturbed(f"sqlite:///{Path(folder) / 'undisturbed.sqlite3'}", count)
        address = database_url or f"sqlite:///{Path(folder) / 'killed.sqlite3'}"
        killed = connect(address, rehearsal_keys())
        done = _disturbed(killed, kills, seed, count, tell)
        report = {"database": killed.dialect.name, **compared(must_be, traces(killed))}
        killed.dispose()
    report |= {"kills": done, "wanted": kills, "seed": seed, "cases": count}
    report["ok"] = not (report["lost"] or report["doubled"]) and done == kills
    report["seconds"] = round(time.monotonic() - begun, 1)
    return report


def _undisturbed(database_url: str, cases: int) -> Traces:
    engine = connect(database_url, rehearsal_keys())
    for now in make_due_cases(engine, cases):
        sweep(engine, now)
    found = traces(engine)
    engine.dispose()
    return found


def _disturbed(engine: Engine, kills: int, seed: int, cases: int, tell: Tell) -> int:
    """Give how many kills there were: fewer than wanted when the work was done too early."""
    killer = SweepKiller(engine, kills, seed)
    moments = make_due_cases(engine, cases)
    for number, now in enumerate(moments):
        killer.sweep(now, max(1, len(moments) - SPARE_MOMENTS - number))
        tell(f"{killer.done} kills")
    return killer.done


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
