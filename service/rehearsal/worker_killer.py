"""Kills the worker at random moments and starts it again, as a bad night would."""

import random
import time
from collections import Counter

from service.rehearsal.child_process import ChildProcess

# The worker looks for work once a second: a kill comes before, amid or after that.
LATEST_S = 2.0
LOOK_EVERY_S = 0.02


class WorkerKiller:
    """So many kills (-9), spread at random over the steps of a story; the seed repeats them."""

    def __init__(self, worker: ChildProcess, kills: int, steps: int, seed: int) -> None:
        self._worker = worker
        self._random = random.Random(seed)  # noqa: S311 - not for secrets
        self._kills_in = _spread(self._random, kills, steps)
        self._step = -1
        self._moments: list[float] = []
        self.done = 0

    def begin_step(self) -> None:
        """Choose the moments of the kills in the next step."""
        self._step += 1
        delays = (self._random.uniform(0, LATEST_S) for _ in range(self._kills_in[self._step]))
        self._moments = sorted(time.monotonic() + delay for delay in delays)

    def look(self) -> None:
        """Kill and restart the worker if a moment has come; call it while waiting."""
        while self._moments and time.monotonic() >= self._moments[0]:
            del self._moments[0]
            self._worker.kill()
            self._worker.start()
            self.done += 1

    def end_step(self) -> None:
        """Wait for the kills of this step that are still to come."""
        while self._moments:
            self.look()
            time.sleep(LOOK_EVERY_S)


def _spread(chance: random.Random, kills: int, steps: int) -> Counter[int]:
    whole, rest = divmod(kills, steps)
    found = Counter(dict.fromkeys(range(steps), whole))
    found.update(chance.sample(range(steps), rest))
    return found
