"""Asked to end, a program ends, at whatever moment it is asked."""

import subprocess
import sys

# The signal comes while the lock inside the event is held, as when somebody begins to wait for it.
ASKED_AT_THE_WORST_MOMENT = """
import signal
from service.jobs.stop import stop_on_signal
stop = stop_on_signal()
with stop._cond:
    signal.raise_signal(signal.{name})
stop.wait(20)
raise SystemExit(0 if stop.is_set() else "never told")
"""


def test_a_signal_is_heard_at_the_worst_moment() -> None:
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        script = ASKED_AT_THE_WORST_MOMENT.format(name=name)
        done = subprocess.run([sys.executable, "-c", script], timeout=20, check=False)
        assert done.returncode == 0, name
