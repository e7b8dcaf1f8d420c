"""The scan of all tests finds what it is there for."""

import logging
from collections.abc import Callable, Iterable

import pytest
from sqlalchemy.orm import Session

from service.domain.actor import Role
from service.mail.messages import Message
from service.storage.user_account import UserAccount
from tests.issued_secrets import PLANTED, IssuedSecrets, SecretLeaked

# Not made as the program makes its own: the scan of all tests must not know it.
KNOWN = "kX9-q_" * 7 + "z"


@pytest.fixture
def scan() -> IssuedSecrets:
    """A scan of its own, which knows one secret."""
    found = IssuedSecrets()
    found.note(KNOWN)
    return found


def record(line: str, name: str = "service.example") -> logging.LogRecord:
    return logging.LogRecord(name, logging.INFO, "x.py", 1, line, None, None)


@pytest.mark.parametrize("line", ["GET /status/{} 200", "x{}x", "token={}&a=1", PLANTED[0]])
def test_a_secret_in_a_log_is_found(scan: IssuedSecrets, line: str) -> None:
    scan.emit(record(line.format(KNOWN)))
    with pytest.raises(SecretLeaked, match="in the log: service") as found:
        scan.end()
    assert KNOWN not in str(found.value)
    scan.end()


def test_what_others_log_and_what_is_no_secret_is_left_alone(scan: IssuedSecrets) -> None:
    scan.emit(record(KNOWN, "werkzeug"))
    scan.emit(record(f"{KNOWN[:-1]} {'a' * 64} alarm over"))
    scan.end()


def mail(number: int, text: str, subject: str = "Uw aanvraag") -> Message:
    return Message("a@zeist.example", subject, text, text, f"<{number}@bureau.example>")


def test_a_secret_may_stand_in_one_mail_and_not_in_its_subject(scan: IssuedSecrets) -> None:
    known = f"https://schakel.example/status/{KNOWN}"
    scan.look_at_mail(mail(1, known))
    scan.look_at_mail(mail(1, known))
    scan.end()
    scan.look_at_mail(mail(2, known))
    with pytest.raises(SecretLeaked, match="in two mails"):
        scan.end()
    scan.look_at_mail(mail(3, "", subject=KNOWN))
    with pytest.raises(SecretLeaked, match="head of a mail"):
        scan.end()


def test_a_stored_secret_is_found(
    scan: IssuedSecrets, session: Session, stored: Callable[[], Iterable[bytes]]
) -> None:
    user = UserAccount(name="Co", email="co@bureau.example", role=Role.ADMIN)
    session.add(user)
    session.commit()
    scan.look_at_stored(stored())
    scan.end()
    user.phone = f"x{KNOWN}x"
    session.commit()
    scan.look_at_stored(stored())
    with pytest.raises(SecretLeaked, match="in the database"):
        scan.end()
