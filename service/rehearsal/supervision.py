"""Keeps the programs of an installation running until it is told to stop."""

import time
from collections.abc import Callable, Sequence
from threading import Event

from service.rehearsal.child_process import ChildProcess

LOOK_EVERY_S = 0.2
LONGEST_PAUSE_S = 30.0
# A program that ran this long is not in a circle of crashes.
SOUND_AFTER_S = 60.0


class Supervision:
    """Starts programs, and starts each again that ends; the pause grows from 1 to 30 seconds."""

    def __init__(
        self,
        programs: Sequence[ChildProcess],
        tell: Callable[[str], None],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """`tell` gets a line for people about each end; `seconds` is a clock that only runs on."""
        self._programs = programs
        self._tell = tell
        self._seconds = seconds
        self._pauses = dict.fromkeys((program.name for program in programs), 1.0)
        self._started: dict[str, float] = {}
        self._start_at: dict[str, float] = {}

    def start(self, *names: str) -> None:
        """Start the programs with these names; all of them without a name."""
        for program in self._programs:
            if not names or program.name in names:
                self._start(program)

    def watch(self, stop: Event) -> None:
        """Look after the programs until `stop` is set."""
        while not stop.wait(LOOK_EVERY_S):
            self.look()

    def look(self) -> None:
        """Start again what ended, when its pause is over."""
        now = self._seconds()
        for program in self._programs:
            if program.exit_code is None:
                continue
            if program.name not in self._start_at:
                self._start_at[program.name] = now + self._next_pause(program, now)
            elif now >= self._start_at[program.name]:
                del self._start_at[program.name]
                self._start(program)

    def stop(self) -> None:
        """Ask all programs to end and wait for them, in the reverse order of starting."""
        for program in reversed(self._programs):
            program.ask_to_stop()
        for program in reversed(self._programs):
            program.wait()

    def _start(self, program: ChildProcess) -> None:
        self._started[program.name] = self._seconds()
        program.start()

    def _next_pause(self, program: ChildProcess, now: float) -> float:
        if now - self._started[program.name] > SOUND_AFTER_S:
            self._pauses[program.name] = 1.0
        pause = self._pauses[program.name]
        self._pauses[program.name] = min(2 * pause, LONGEST_PAUSE_S)
        self._tell(
            f"{program.name} ended (exit status {program.exit_code}), starts again in "
            f"{pause:.0f} s; see {program.log_path}"
        )
        return pause
