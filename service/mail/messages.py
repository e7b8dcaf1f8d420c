"""A mail as a value, made from its kind and its facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from service.domain.mail_piece import Words
from service.mail.calendar_part import CalendarPart, calendar_part
from service.mail.facts import MailFacts
from service.mail.rendering import render
from service.mail.safe_field import safe_address, safe_line

# RFC 3834, and its counterpart for Exchange: nobody's holiday reply comes back to us.
AUTOMATIC: Mapping[str, str] = {
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "All",
}

AS_DELIVERED: Words = {}
"""The wording that comes with the program."""


@dataclass(frozen=True)
class Message:
    """A mail, ready to send. `message_id` is the full header value, with angle brackets.

    Raises UnsafeField when a header field holds a line break or control character, or when the
    receiver is not exactly one address.
    """

    to_address: str
    subject: str
    text: str
    html: str
    message_id: str
    calendar: CalendarPart | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: AUTOMATIC)

    def __post_init__(self) -> None:
        safe_address("to_address", self.to_address)
        for name in ("subject", "message_id"):
            safe_line(name, getattr(self, name))
        for name, value in self.headers.items():
            safe_line("headers", name)
            safe_line(name, value)
        if self.calendar:
            safe_line("calendar.method", self.calendar.method)


def compose(
    kind: str, facts: MailFacts, message_id: str, now: datetime, words: Words = AS_DELIVERED
) -> Message:
    """Make the mail of this kind. `message_id` is stable per outbox row, without a domain.

    `words` is the wording of a version; pieces that it leaves out are those of the program.
    Raises UnknownMail for an unknown kind, UnsafeField for facts that could add headers.
    """
    facts.check()
    rendered = render(kind, facts, words)
    domain = facts.bureau.address.partition("@")[2]
    return Message(
        to_address=facts.to_address,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        message_id=f"<{message_id}@{domain}>",
        calendar=calendar_part(facts, facts.appointment, now) if facts.appointment else None,
    )
