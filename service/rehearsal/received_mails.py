"""The mails that the rehearsal's mail server received, one file each."""

import email
import itertools
import time
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

_ENVELOPE = "Delivered-To"


class ReceivedMails:
    """A folder of .eml files (mode 0600) whose names sort in order of arrival."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def store(self, recipients: list[str], content: bytes) -> None:
        """Keep a mail, with the receivers of its envelope as first header; all or nothing."""
        key = f"{time.time_ns():020d}-{next(self._numbers):06d}"
        unfinished = self._folder / f"{key}.part"
        unfinished.touch(mode=0o600)
        unfinished.write_bytes(f"{_ENVELOPE}: {', '.join(recipients)}\r\n".encode() + content)
        unfinished.replace(self._folder / f"{key}.eml")

    def keys(self) -> list[str]:
        """Give the keys of all mails, oldest first."""
        return sorted(path.stem for path in self._folder.glob("*.eml"))

    def read(self, key: str) -> EmailMessage:
        """Give one mail. Raises KeyError when there is none with this key."""
        if key not in self.keys():
            raise KeyError(key)
        content = (self._folder / f"{key}.eml").read_bytes()
        return email.message_from_bytes(content, policy=default)

    def sent_to(self, address: str) -> list[EmailMessage]:
        """Give the mails to this receiver, oldest first."""
        return [mail for mail in self.all() if address.lower() in receivers(mail)]

    def all(self) -> list[EmailMessage]:
        """Give all mails, oldest first."""
        return [self.read(key) for key in self.keys()]


def receivers(mail: EmailMessage) -> list[str]:
    """Give the receivers of the envelope in lower case."""
    return [address.strip().lower() for address in str(mail[_ENVELOPE]).split(",")]


def part_text(mail: EmailMessage, subtype: str) -> str:
    """Give the text of the first part text/`subtype`, or nothing when it has none."""
    for part in mail.walk():
        if part.get_content_type() == f"text/{subtype}":
            return str(part.get_content())
    return ""


def attachment(mail: EmailMessage) -> tuple[str, bytes] | None:
    """Give the file name and content of the first attachment, or None."""
    for part in mail.iter_attachments():
        name, content = part.get_filename(), part.get_content()
        if name and isinstance(content, bytes):
            return name, content
    return None
