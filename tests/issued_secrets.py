"""Looks in logs, mails and databases for the secrets that the tests themselves made.

Each token that the program makes while the tests run is noted: links in mails, log-in links,
sessions, keys. After each test none of them may stand in what was logged or stored, and in mails
only in the one that it was made for. What is found is told by its place, never by its text.
"""

import logging
import re
import secrets
from collections.abc import Callable, Iterable
from functools import wraps

from service.mail.messages import Message
from tests.sample_case import INTAKE

LOGGED_BY = ("service", "expert_registry", "embeddings")
TEXTS = (INTAKE.situation, INTAKE.question)
"""What a request tells, which no mail may repeat."""
PLANTED = (*TEXTS, INTAKE.requester_email, INTAKE.requester_phone)
"""The same with whom it is about: what no log may repeat, and no database may hold in clear."""
SHORTEST = 32
_LONG_WORD = re.compile(rf"[A-Za-z0-9_-]{{{SHORTEST},}}")


class SecretLeaked(AssertionError):
    """A secret stands where it may not."""


class IssuedSecrets(logging.Handler):
    """The secrets of this run, and where one was found that may not be there."""

    def __init__(self) -> None:
        super().__init__()
        self._known: set[str] = set()
        self._new: list[str] = []
        self._mailed: dict[str, str] = {}
        self._leaks: list[str] = []

    def watch(self) -> None:
        """Note all secrets and look at all logs and mails from now on."""
        secrets.token_urlsafe = self._noting(secrets.token_urlsafe)
        secrets.token_hex = self._noting(secrets.token_hex)
        logging.getLogger().addHandler(self)
        for name in LOGGED_BY:
            logging.getLogger(name).setLevel(logging.DEBUG)
        checked = Message.__post_init__

        def check(message: Message) -> None:
            checked(message)
            self.look_at_mail(message)

        Message.__post_init__ = check  # type: ignore[assignment,method-assign]

    def note(self, secret: str) -> None:
        """Note a secret that was made."""
        if len(secret) >= SHORTEST:
            self._known.add(secret)
            self._new.append(secret)

    def begin(self) -> None:
        """Begin a test: what is made from now on is its own."""
        self._new.clear()

    def end(self) -> None:
        """End a test. Raises SecretLeaked when something was found meanwhile."""
        leaks, self._leaks = self._leaks, []
        if leaks:
            raise SecretLeaked("; ".join(leaks))

    def leak(self, what: str) -> None:
        """Tell of something that was found; the test fails when it ends."""
        self._leaks.append(what)

    def emit(self, record: logging.LogRecord) -> None:
        """Look at a line of a log."""
        if not record.name.startswith(LOGGED_BY):
            return
        line = record.getMessage() + repr(record.exc_info[1] if record.exc_info else "")
        if self._in(line) or any(planted in line for planted in PLANTED):
            self._leaks.append(f"a secret in the log: {record.name}:{record.lineno}")

    def look_at_mail(self, message: Message) -> None:
        """See that the head has no secret, and the body none of another mail."""
        if self._in(f"{message.subject} {message.message_id} {dict(message.headers)}"):
            self._leaks.append("a secret in the head of a mail")
        body = f"{message.text} {message.html}"
        if any(text in body for text in TEXTS):
            self._leaks.append("the text of a case in a mail")
        for secret in self._in(body):
            if self._mailed.setdefault(secret, message.message_id) != message.message_id:
                self._leaks.append("a secret in two mails")

    def look_at_stored(self, parts: Iterable[bytes]) -> None:
        """See that no secret of this test stands in a part of a database, and no text of a case."""
        sought = [secret.encode() for secret in (*self._new, *PLANTED)]
        if any(secret in part for part in parts for secret in sought):
            self._leaks.append("a secret in the database")

    def _in(self, line: str) -> set[str]:
        """Give the known secrets in a text, also those without a space around them."""
        words = set(_LONG_WORD.findall(line))
        return {known for word in words for known in self._windows(word)}

    def _windows(self, word: str) -> Iterable[str]:
        for length in {len(known) for known in self._known}:
            pieces = (word[start : start + length] for start in range(len(word) - length + 1))
            yield from self._known.intersection(pieces)

    def _noting(self, make: Callable[..., str]) -> Callable[..., str]:
        @wraps(make)
        def made(nbytes: int | None = None) -> str:
            secret = make(nbytes)
            self.note(secret)
            return secret

        return made


ISSUED = IssuedSecrets()
