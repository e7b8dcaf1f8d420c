"""Being told to stop."""

import signal
import threading
from types import FrameType


def stop_on_signal() -> threading.Event:
    """Give an event that is set when the process is asked to end (SIGTERM, SIGINT, SIGHUP)."""
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, ask_to_stop)
    return stop
