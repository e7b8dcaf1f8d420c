"""What a mail says, as plain values: the templates read nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime

from service.mail.safe_field import safe_address, safe_line


@dataclass(frozen=True)
class Bureau:
    """The sender of all mails, and the number to call."""

    name: str
    phone: str
    address: str


@dataclass(frozen=True)
class Person:
    """Somebody whose contact details are given to the other side."""

    name: str
    role: str
    organisation: str
    email: str
    phone: str


@dataclass(frozen=True)
class Link:
    """A personal link and the moment (UTC) until which it works."""

    url: str
    until: datetime


@dataclass(frozen=True)
class PlannedStep:
    """A step that is still to come, and by when (UTC)."""

    label: str
    due_at: datetime


@dataclass(frozen=True)
class Referral:
    """The party to which a request was referred on."""

    name: str
    phone: str
    url: str


@dataclass(frozen=True)
class Appointment:
    """A first contact for the calendar: the start (UTC) and what makes it the same one later."""

    uid: str
    sequence: int
    starts_at: datetime
    cancelled: bool


@dataclass(frozen=True)
class ToldCase:
    """A case of which a summary of alerts tells."""

    reference: str
    urgency: str


@dataclass(frozen=True)
class MailFacts:
    """The facts of one mail; which optional ones are there depends on its kind.

    `privacy_url`: where somebody outside the bureau reads what is done with their data.
    """

    to_name: str
    to_address: str
    audience: str
    bureau: Bureau
    reference: str
    urgency: str
    case_url: str
    privacy_url: str = ""
    links: Mapping[str, Link] = field(default_factory=dict)
    held: bool = False
    nobody_on_duty: bool = False
    planned: tuple[PlannedStep, ...] = ()
    support: tuple[str, ...] = ()
    answer_by: datetime | None = None
    first_contact_at: datetime | None = None
    requester: Person | None = None
    expert: Person | None = None
    referral: Referral | None = None
    step: PlannedStep | None = None
    level: str = ""
    opens_case: bool = True
    reason: str = ""
    act: str = ""
    from_at: datetime | None = None
    until: datetime | None = None
    colleague: str = ""
    trouble: str = ""
    alerts: int = 0
    told: tuple[ToldCase, ...] = ()
    partner: str = ""
    experts_asked: int = 0
    appointment: Appointment | None = None

    def check(self) -> None:
        """Raise UnsafeField for a field that could change the message around it."""
        safe_address("to_address", self.to_address)
        safe_address("bureau.address", self.bureau.address)
        for name, text in _texts(self, ""):
            safe_line(name, text)


def _texts(value: object, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(item, f"{name}.{key}")
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item, name)
    elif is_dataclass(value):
        for part in fields(value):
            yield from _texts(getattr(value, part.name), f"{name}.{part.name}".lstrip("."))
