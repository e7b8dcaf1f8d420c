"""What other programs write is looked at as well, and what may not be there is found."""

import smtplib
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest

from service.rehearsal.child_process import ChildProcess
from service.rehearsal.inbox import Inbox
from service.rehearsal.ports import HOST
from service.rehearsal.story import SITUATION
from tests.issued_secrets import ISSUED, PLANTED, IssuedSecrets, SecretLeaked
from tests.other_programs import OtherPrograms, tokens_in

# Joined here, so that no log of a failing test shows one.
TOKEN = "kX9-q_" * 7 + "z"
HEXADECIMAL = "0f" * 32


@pytest.fixture
def issued() -> IssuedSecrets:
    return IssuedSecrets()


@pytest.fixture
def programs(issued: IssuedSecrets) -> OtherPrograms:
    return OtherPrograms(issued)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"GET /status/{TOKEN} 200", {TOKEN}),
        (f"x={HEXADECIMAL}.", {HEXADECIMAL}),
        ("2026-11-24 09:00:00 INFO worker started", set()),
        ("test_a_mail_that_waits_at_the_upgrade_keeps_the_words_of_the_program", set()),
        ("/tmp/pytest-of-root/pytest-12/test_a_worker_that_ended_True_0/worker.log", set()),
    ],
)
def test_a_token_is_known_by_its_shape(text: str, found: set[str]) -> None:
    assert tokens_in(text) == found


@pytest.mark.parametrize("written", [TOKEN, HEXADECIMAL, PLANTED[0], SITUATION])
def test_a_program_that_writes_a_secret_is_found(
    issued: IssuedSecrets, programs: OtherPrograms, tmp_path: Path, written: str
) -> None:
    command = [sys.executable, "-c", f"print({written!r})"]
    child = ChildProcess("child", command, {}, tmp_path / "child.log")
    child.start()
    while child.exit_code is None:
        pass
    programs.look_at_log(child.log_path)
    with pytest.raises(SecretLeaked, match=r"a secret in child\.log"):
        issued.end()


def mail(number: int, body: str, subject: str = "Uw aanvraag") -> EmailMessage:
    made = EmailMessage()
    made["Subject"], made["Message-ID"] = subject, f"<{number}@bureau.example>"
    made.set_content(body)
    return made


@pytest.mark.parametrize(
    ("mails", "told"),
    [
        ([mail(1, TOKEN), mail(2, TOKEN)], "in two mails"),
        ([mail(1, "Dag.", subject=TOKEN)], "head of a mail"),
        ([mail(1, SITUATION.replace("\n", " "))], "text of a case"),
    ],
)
def test_a_mail_that_tells_too_much_is_found(
    issued: IssuedSecrets, programs: OtherPrograms, mails: list[EmailMessage], told: str
) -> None:
    programs.look_at_mails([mail(9, "Dag."), *mails])
    with pytest.raises(SecretLeaked, match=told):
        issued.end()


def test_a_link_that_arrived_stands_in_no_file(
    issued: IssuedSecrets, programs: OtherPrograms, tmp_path: Path
) -> None:
    tokens = programs.look_at_mails([mail(1, f"http://x.example/status/{TOKEN}")])
    inbox = tmp_path / "mail"
    inbox.mkdir()
    for path in (inbox / "1.eml", tmp_path / "cache.bin"):
        path.write_text(f"x{TOKEN}x")
        programs.look_at_files(tmp_path, tokens, but=inbox)
    with pytest.raises(SecretLeaked, match=r"^a secret in cache\.bin$"):
        issued.end()


def test_every_inbox_and_every_child_is_looked_at(tmp_path: Path) -> None:
    """The mails of an inbox are read when it stops; a link in one is sought from then on."""
    # The scan of all tests knows this one from now on: no other test may use it.
    token = "mT7-w_" * 7 + "z"
    inbox = Inbox(0, 0, tmp_path / "mail")
    inbox.start()
    made = mail(1, f"http://x.example/status/{token}")
    made["From"], made["To"] = "a@bureau.example", "b@zeist.example"
    with smtplib.SMTP(HOST, inbox.smtp_port) as server:
        server.send_message(made)
    (tmp_path / "left.log").write_text(token)
    inbox.stop()
    child = ChildProcess("child", [sys.executable, "-c", f"print({token!r})"], {}, tmp_path / "c")
    child.start()
    child.wait()
    with pytest.raises(SecretLeaked, match=r"^a secret in left\.log; a secret in c$"):
        ISSUED.end()
