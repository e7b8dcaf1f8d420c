"""A program that ends is started again, after a pause that grows while it keeps ending."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service.rehearsal.child_process import ChildProcess
from service.rehearsal.ports import wait_until
from service.rehearsal.supervision import Supervision

PATIENCE_S = 30


class Watched:
    def __init__(
        self, folder: Path, script: str, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self.log = folder / "child.log"
        self.told: list[str] = []
        environment = dict(os.environ)
        child = ChildProcess("child", [sys.executable, "-c", script], environment, self.log)
        self.child = child
        self.supervision = Supervision([child], self.told.append, seconds)

    def starts(self) -> int:
        return self.log.read_text().count("up") if self.log.exists() else 0

    def wait_for_starts(self, number: int) -> None:
        def looked() -> bool:
            self.supervision.look()
            return self.starts() >= number

        wait_until(looked, PATIENCE_S, f"start {number}")


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    found = Watched(tmp_path, "print('up', flush=True); import time; time.sleep(60)")
    yield found
    found.supervision.stop()
    assert found.child.pid is None


def test_what_was_killed_is_started_again(watched: Watched) -> None:
    watched.supervision.start()
    watched.wait_for_starts(1)
    watched.child.kill()
    watched.wait_for_starts(2)
    assert len(watched.told) == 1
    assert "exit status -9" in watched.told[0]
    assert str(watched.log) in watched.told[0]


def test_what_was_not_started_yet_is_left_alone(watched: Watched) -> None:
    watched.supervision.start("another")
    watched.supervision.look()
    assert (watched.starts(), watched.told) == (0, [])


def test_the_pause_grows_to_a_limit(tmp_path: Path) -> None:
    now = [0.0]
    crashes = Watched(tmp_path, "print('up'); raise SystemExit(3)", lambda: now[0])
    crashes.supervision.start()
    for _round in range(7):
        crashes.child.wait(PATIENCE_S)
        crashes.supervision.look()
        now[0] += 30.0
        crashes.supervision.look()
    crashes.supervision.stop()
    pauses = [int(line.split("again in ")[1].split(" s")[0]) for line in crashes.told]
    assert pauses == [1, 2, 4, 8, 16, 30, 30]
