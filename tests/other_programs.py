"""Looks at what the programs that a test starts write: their logs, the mails that arrive, files.

What such a program makes is not known here, so a token is known by its shape, or by the mail in
which it arrived. What is found is told to `ISSUED`, which fails the test.
"""

import re
from collections.abc import Iterable
from email.message import EmailMessage
from functools import wraps
from pathlib import Path
from typing import Any

from service.rehearsal.child_process import ChildProcess
from service.rehearsal.inbox import Inbox
from service.rehearsal.story import FORM, QUESTION, SITUATION
from tests.issued_secrets import PLANTED, TEXTS, IssuedSecrets

TOKEN = re.compile(r"[A-Za-z0-9_-]{43,}|(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
TYPED = (*PLANTED, SITUATION, QUESTION, FORM["requester_email"], FORM["requester_phone"])
HEADS = ("Subject", "From", "To", "Date", "Reply-To")


class OtherPrograms:
    """Watches every child process and every inbox of the tests."""

    def __init__(self, issued: IssuedSecrets) -> None:
        self._issued = issued

    def watch(self) -> None:
        """Look at each log once its program ended, and at each inbox once it stopped."""
        for name in ("wait", "kill"):
            self._after(ChildProcess, name, lambda child: self.look_at_log(child.log_path))
        self._after(Inbox, "stop", self._look_at_inbox)

    def look_at_log(self, path: Path) -> None:
        """See that a log has no token, and no text that somebody typed."""
        text = path.read_text("utf-8", "replace") if path.exists() else ""
        if tokens_in(text) or any(typed in text for typed in TYPED):
            self._issued.leak(f"a secret in {path.name}")

    def look_at_mails(self, mails: Iterable[EmailMessage]) -> set[str]:
        """See that each link is in one mail only, the text of a case in none; give the tokens."""
        first: dict[str, str] = {}
        for mail in mails:
            if any(tokens_in(str(mail.get(name, ""))) for name in HEADS):
                self._issued.leak("a secret in the head of a mail that arrived")
            body = _body(mail)
            if any(text in body for text in (*TEXTS, SITUATION, QUESTION)):
                self._issued.leak("the text of a case in a mail that arrived")
            for token in tokens_in(body):
                if first.setdefault(token, str(mail["Message-ID"])) != mail["Message-ID"]:
                    self._issued.leak("a secret in two mails that arrived")
        return set(first)

    def look_at_files(self, folder: Path, tokens: Iterable[str], but: Path | None = None) -> None:
        """See that no file in a folder holds one of these tokens; `but` is left out."""
        known = [token.encode() for token in tokens]
        files = [path for path in folder.rglob("*") if path.is_file()] if known else []
        for path in files:
            if but is None or but not in path.parents:
                stored = path.read_bytes()
                if any(token in stored for token in known):
                    self._issued.leak(f"a secret in {path.name}")

    def _look_at_inbox(self, inbox: Inbox) -> None:
        tokens = self.look_at_mails(inbox.messages())
        for token in tokens:
            self._issued.note(token)
        folder = inbox._mails._folder
        self.look_at_files(folder.parent, tokens, but=folder)

    @staticmethod
    def _after(owner: type, name: str, look: Any) -> None:
        ordinary = getattr(owner, name)

        @wraps(ordinary)
        def watched(self: Any, *rest: Any, **more: Any) -> Any:
            found = ordinary(self, *rest, **more)
            look(self)
            return found

        setattr(owner, name, watched)


def tokens_in(text: str) -> set[str]:
    """Give what has the shape of a token: long, and of letters of both kinds and digits."""
    return {word for word in TOKEN.findall(text) if _is_mixed(word) or len(word) == 64}


def _is_mixed(word: str) -> bool:
    return (
        any(map(str.isdigit, word)) and any(map(str.isupper, word)) and any(map(str.islower, word))
    )


def _body(mail: EmailMessage) -> str:
    parts = (part for part in mail.walk() if part.get_content_maintype() == "text")
    return "\n".join(str(part.get_content()) for part in parts)
