"""`schakel run` starts a whole installation, or says in one sentence why not."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.domain.actor import Role
from service.rehearsal.browser import Browser
from service.rehearsal.ports import HOST, answers, free_port, in_use, wait_until
from tests.cli.conftest import Command
from tests.conftest import PROGRAMS

PATIENCE_S = 60


class Running:
    def __init__(self, folder: Path) -> None:
        self.folder = folder / "var"
        self.port, self.inbox_port, self.mail_port = free_port(), free_port(), free_port()
        self.output = folder / "output"
        environment = os.environ | {
            "SCHAKEL_DATA_DIR": str(self.folder),
            "MAIL_PORT": str(self.mail_port),
            "PYTHONUNBUFFERED": "1",
        }
        ports = ["--port", str(self.port), "--inbox-port", str(self.inbox_port)]
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "service.cli.main", "run", *ports],
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def wait_for(self, words: str) -> str:
        def told() -> bool:
            assert self.process.poll() is None, self.output.read_text()
            return words in self.output.read_text()

        wait_until(told, PATIENCE_S, words)
        return self.output.read_text()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    found = Running(tmp_path)
    yield found
    found.process.kill()
    found.process.wait()


@pytest.mark.slow
def test_it_serves_everything_and_stops_together(running: Running) -> None:
    told = running.wait_for("Log in once as admin")
    assert answers(f"http://{HOST}:{running.port}/aanvraag")
    assert answers(f"http://{HOST}:{running.inbox_port}/")
    links = re.findall(rf"http://{HOST}:{running.port}/inloggen/\S+", told)
    assert len(links) == len(Role)
    browser = Browser(f"http://{HOST}:{running.port}")
    page = browser.get(links[0])
    assert "/bureau" in browser.send(page, page.form_with("csrf_token")).url
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(PATIENCE_S) == 0
    logs = list(running.folder.rglob("*.log"))
    assert {log.stem for log in logs} == {"web", "worker", "inference"}
    for log in logs:
        PROGRAMS.look_at_log(log)
    PROGRAMS.look_at_files(running.folder, [link.rpartition("/")[2] for link in links])
    wait_until(
        lambda: not any(map(in_use, (running.port, running.inbox_port, running.mail_port))),
        PATIENCE_S,
        "all ports free",
    )


def test_a_port_in_use_is_named(schakel: Command) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = schakel("run", "--port", str(port))
    assert result.exit_code == 2
    assert f"port {port} (pages) is in use" in result.stderr


def test_it_refuses_an_address_of_another_machine(
    schakel: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BASE_URL", "http://schakel.example")
    result = schakel("run")
    assert result.exit_code == 2
    assert "BASE_URL" in result.stderr
