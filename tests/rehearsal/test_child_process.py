"""Programs start, stop, are killed, and end with the one who started them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.rehearsal.child_process import ChildProcess
from service.rehearsal.ports import wait_until

SLEEPS = "print('up', flush=True); import time; time.sleep(60)"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEPS}"
PATIENCE_S = 20


@pytest.fixture
def children() -> Iterator[list[ChildProcess]]:
    started: list[ChildProcess] = []
    yield started
    for child in started:
        child.kill()


def start(children: list[ChildProcess], folder: Path, script: str) -> ChildProcess:
    log = folder / "log" / "child.log"
    child = ChildProcess("child", [sys.executable, "-c", script], dict(os.environ), log)
    children.append(child)
    child.start()
    wait_until(lambda: b"up" in log.read_bytes(), PATIENCE_S, "the child")
    return child


def test_it_stops_when_asked(children: list[ChildProcess], tmp_path: Path) -> None:
    child = start(children, tmp_path, SLEEPS)
    assert child.pid is not None
    child.ask_to_stop()
    child.wait(PATIENCE_S)
    assert child.exit_code == -signal.SIGTERM


def test_one_that_does_not_listen_is_killed(children: list[ChildProcess], tmp_path: Path) -> None:
    child = start(children, tmp_path, DEAF)
    child.ask_to_stop()
    child.wait(0.2)
    assert child.exit_code == -signal.SIGKILL


def test_its_log_is_for_the_owner_only(children: list[ChildProcess], tmp_path: Path) -> None:
    child = start(children, tmp_path, SLEEPS)
    assert child.log_path.stat().st_mode & 0o777 == 0o600


def test_it_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import os, sys, time\n"
            "from pathlib import Path\n"
            "from service.rehearsal.child_process import ChildProcess\n"
            f"child = ChildProcess('c', [sys.executable, '-c', {SLEEPS!r}], os.environ,"
            f" Path({str(tmp_path / 'child.log')!r}))\n"
            "child.start()\n"
            "print(child.pid, flush=True)\n"
            "time.sleep(60)\n",
        ],
        stdout=subprocess.PIPE,
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        wait_until(lambda: (tmp_path / "child.log").read_bytes() != b"", PATIENCE_S, "the child")
        parent.kill()
    wait_until(lambda: not _runs(child), PATIENCE_S, "the end of the child")


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
