"""A piece of work that is done again and again, and never stops the others when it fails."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

log = logging.getLogger(__name__)

LONGEST_BACK_OFF = timedelta(minutes=1)


@dataclass
class RepeatedJob:
    """Work to do every so many seconds; `work` gets the moment (UTC) and gives what it handled.

    After a failure it pauses, longer after each next one, up to a minute; a clock that is set
    back makes no pause longer.
    """

    name: str
    every_s: float
    work: Callable[[datetime], int]
    clock: Callable[[], datetime]
    finished_at: datetime | None = field(default=None, init=False)
    handled: int = field(default=0, init=False)
    _failures: int = field(default=0, init=False)
    _failed_at: datetime | None = field(default=None, init=False)

    def run(self) -> None:
        """Do the work once, unless the job pauses after a failure; never raises."""
        now = self.clock()
        if self._failed_at is not None and timedelta(0) <= now - self._failed_at < self._pause:
            return
        try:
            self.handled += self.work(now)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next cycle must come
            self._failures, self._failed_at = self._failures + 1, self.clock()
            # Only the kind of error is told: its words may quote a row.
            log.error(
                "%s failed (%s), again in %.0f s",
                self.name,
                type(error).__name__,
                self._pause.total_seconds(),
            )
        else:
            self._failures, self._failed_at = 0, None
            self.finished_at = self.clock()

    @property
    def _pause(self) -> timedelta:
        return min(LONGEST_BACK_OFF, timedelta(seconds=self.every_s * 2**self._failures))


def until_nothing_is_left(step: Callable[[], int], most_rounds: int = 100) -> int:
    """Repeat a step until it handles nothing more; give how many it handled in all."""
    total = 0
    for _round in range(most_rounds):
        handled = step()
        total += handled
        if not handled:
            break
    return total
