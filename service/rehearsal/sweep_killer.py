"""Kills (-9) sweeping workers at random points of their work."""

import random
import time
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess

from sqlalchemy import Engine, select

from expert_registry.sealed import keys_in_force
from service.database import reading
from service.rehearsal.sweeper import sweep, sweep_until_done
from service.storage.deadline import Deadline
from service.storage.request import SupportRequest

PATIENCE_S = 60.0
LET_GO_S = 0.05
# A kill comes before, amid or shortly after the first batch of a worker.
LATEST_IN_BATCHES = 1.5


class SweepFailed(Exception):
    """A worker that nobody killed did not end well."""


class SweepKiller:
    """So many kills of a sweeping worker; the seed draws the moments.

    It ends: each worker is killed or works off all that is due, so there are no more of them
    than kills and moments together.
    """

    def __init__(self, engine: Engine, kills: int, seed: int) -> None:
        self._engine = engine
        self._random = random.Random(seed)  # noqa: S311 - not for secrets
        self._processes: ForkServerContext = get_context("forkserver")
        # Each worker begins with everything imported, so that a kill meets work.
        self._processes.set_forkserver_preload([sweep_until_done.__module__])
        self._left = kills
        self._batch_s: float | None = None
        self.done = 0

    def sweep(self, now: datetime, moments_left: int) -> None:
        """Have everything that is due now worked off, with this moment's share of the kills."""
        for _kill in range(-(-self._left // moments_left)):
            if not self._kill_one(now):
                break
            self._left, self.done = self._left - 1, self.done + 1
        self._work_off(now)

    def _work_off(self, now: datetime) -> None:
        """Sweep until nothing is due: what a killed worker held is let go of a moment later.

        Meanwhile a sweep passes over it, and the next one takes it up.
        """
        begun = time.monotonic()
        sweep(self._engine, now)
        while self._something_is_due(now):
            if time.monotonic() - begun > PATIENCE_S:
                raise SweepFailed("something stays due")
            time.sleep(LET_GO_S)
            sweep(self._engine, now)

    def _something_is_due(self, now: datetime) -> bool:
        clocks = select(Deadline.id).where(Deadline.next_check_at <= now)
        requests = select(SupportRequest.id).where(SupportRequest.ask_again_at <= now)
        with reading(self._engine) as session:
            found = (session.scalar(query.limit(1)) for query in (clocks, requests))
            return any(one is not None for one in found)

    def _kill_one(self, now: datetime) -> bool:
        """Start a worker and kill it; False when it had worked off everything before."""
        worker, told = self._started(now)
        if self._batch_s is None:
            # The first one shows how long a worker takes on this database and machine.
            self._batch_s = _seconds_until_told(told)
        else:
            worker.join(self._random.uniform(0, LATEST_IN_BATCHES * self._batch_s))
        ended = worker.exitcode is not None
        if ended and worker.exitcode != 0:
            raise SweepFailed(f"exit status {worker.exitcode}")
        worker.kill()
        worker.join()
        told.close()
        return not ended

    def _started(self, now: datetime) -> tuple[BaseProcess, Connection]:
        told, tells = self._processes.Pipe(duplex=False)
        address = self._engine.url.render_as_string(hide_password=False)
        handed_over = (address, keys_in_force().as_setting(), now, tells)
        worker = self._processes.Process(target=sweep_until_done, args=handed_over)
        worker.start()
        tells.close()
        try:
            _seconds_until_told(told)
        except SweepFailed:
            worker.kill()
            raise
        return worker, told


def _seconds_until_told(told: Connection) -> float:
    begun = time.monotonic()
    if not told.poll(PATIENCE_S):
        raise SweepFailed("it does not go on")
    told.recv()
    return time.monotonic() - begun
