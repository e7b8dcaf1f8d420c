"""Being told to stop."""

import signal
import threading
from queue import SimpleQueue


def stop_on_signal() -> threading.Event:
    """Give an event that is set when the process is asked to end (SIGTERM, SIGINT, SIGHUP)."""
    stop = threading.Event()
    # A signal may come just as the main thread holds the lock inside the event, to wait for it:
    # to set the event in its handler would be to wait for ever. A put never waits.
    asked: SimpleQueue[int] = SimpleQueue()

    def pass_on() -> None:
        asked.get()
        stop.set()

    threading.Thread(target=pass_on, name="stop", daemon=True).start()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: asked.put(number))
    return stop
