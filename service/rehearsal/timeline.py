"""What happened when: the steps of a rehearsal with their durations."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(frozen=True)
class TimedStep:
    """A step that was done: its name, when it was begun (UTC) and how long it took."""

    step: str
    at: str
    seconds: float


@dataclass
class Timeline:
    """Collects steps; `tell` gets each one when it is done."""

    tell: Callable[[TimedStep], None]
    steps: list[TimedStep] = field(default_factory=list)
    current: str = ""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what is done inside; a step that raises is not added and stays `current`."""
        self.current = name
        at, begun = datetime.now(UTC), time.monotonic()
        yield
        seconds = round(time.monotonic() - begun, 3)
        done = TimedStep(name, at.isoformat(timespec="milliseconds"), seconds)
        self.steps.append(done)
        self.tell(done)
