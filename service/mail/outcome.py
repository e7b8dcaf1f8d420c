"""What became of one attempt to send a mail. Codes name the cause, never a person."""

from dataclasses import dataclass
from typing import Protocol

from service.mail.facts import Bureau
from service.mail.messages import Message


@dataclass(frozen=True)
class Sent:
    """The mail server has taken the mail over."""


@dataclass(frozen=True)
class TemporaryFailure:
    """Not taken over; a later attempt can succeed (4xx, no connection, time-out)."""

    code: str


@dataclass(frozen=True)
class PermanentFailure:
    """Refused for good (5xx): trying again will not help."""

    code: str


@dataclass(frozen=True)
class Uncertain:
    """The connection was lost after the text was handed over: it may have arrived."""

    code: str


Outcome = Sent | TemporaryFailure | PermanentFailure | Uncertain


class Sender(Protocol):
    """Whoever can send a message on behalf of the bureau."""

    @property
    def bureau(self) -> Bureau:
        """Give the bureau that the mails come from."""

    def send(self, message: Message) -> Outcome:
        """Try once to hand the message to the mail server."""
