"""A program of the installation, run beside this process and ended with it."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

TIED_CHILD = Path(__file__).with_name("tied_child.py")
GRACE_S = 15.0


class ChildProcess:
    """One program: its command, environment and log file; started and stopped at will.

    Start it from the main thread: the kernel ties the child to the thread that starts it.
    """

    def __init__(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], log_path: Path
    ) -> None:
        self.name = name
        self.log_path = log_path
        self._command = [sys.executable, "-I", str(TIED_CHILD), str(os.getpid()), *command]
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the program; what it prints is added to its log file (mode 0600)."""
        self.log_path.parent.mkdir(parents=True, exist_ok=True)
        self.log_path.touch(mode=0o600)
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process and self.exit_code is None else None

    @property
    def exit_code(self) -> int | None:
        """The exit status once it has ended (negative: by that signal); None before."""
        return self._process.poll() if self._process else None

    def last_words(self) -> str:
        """Give the last line of its log."""
        lines = self.log_path.read_text("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "nothing in its log"

    def ask_to_stop(self) -> None:
        """Send SIGTERM to a program that runs; `wait` for its end."""
        if self.pid is not None:
            os.kill(self.pid, signal.SIGTERM)

    def wait(self, grace_s: float = GRACE_S) -> None:
        """Wait for the end; kill the program and its children after the grace time."""
        if self._process is None:
            return
        try:
            self._process.wait(grace_s)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """Kill the program and its children (SIGKILL), as a power cut would."""
        if self._process is not None and self.pid is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
