"""The outbox of a case and a real mail server at the other end."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from icalendar import Calendar
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from service.actions.invitations.accept_invitation import accept_invitation
from service.actions.invitations.invite_wave import invite_next
from service.domain.actor import Actor, expert
from service.domain.link_path import LINK_PATHS
from service.jobs.send_due import send_due
from service.rehearsal.inbox import Inbox
from service.storage.invitation import Assignment, Invitation
from service.storage.mail_link import LinkPurpose
from service.storage.outbox_mail import OutboxMail
from service.storage.request import SupportRequest
from tests.actions.conftest import INTAKE, NOW
from tests.mail.conftest import sender_to

BASE_URL = "https://schakel.example"
REQUESTER_ADDRESS = INTAKE.requester_email
STAFF_ADDRESS = "co@bureau.example"
SOON = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

Submit = Callable[..., SupportRequest]


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    inbox = Inbox(0, 0, tmp_path / "mails")
    inbox.start()
    yield inbox
    inbox.stop()


class Post:
    """The outbox of the test's database and the mail server at the other end."""

    def __init__(self, engine: Engine, session: Session, inbox: Inbox) -> None:
        self.engine = engine
        self.session = session
        self.inbox = inbox
        self.sender = sender_to(inbox.smtp_port)

    def send(self, now: datetime = NOW, limit: int = 100) -> int:
        self.session.commit()
        return send_due(self.engine, lambda: now, self.sender, BASE_URL, limit)

    def outbox(self, kind: str) -> list[OutboxMail]:
        self.session.commit()
        rows = select(OutboxMail).where(OutboxMail.kind == kind).order_by(OutboxMail.id)
        return list(self.session.scalars(rows))

    def states(self, kind: str) -> list[str]:
        return [mail.state for mail in self.outbox(kind)]

    def received(self, address: str, about: str) -> list[EmailMessage]:
        mails = self.inbox.messages_for(address)
        return [mail for mail in mails if about in str(mail["Subject"])]

    def the_only(self, address: str, about: str) -> EmailMessage:
        [mail] = self.received(address, about)
        return mail


@pytest.fixture
def post(engine: Engine, session: Session, inbox: Inbox) -> Post:
    return Post(engine, session, inbox)


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def token_of(mail: EmailMessage, purpose: LinkPurpose) -> str:
    found = re.search(re.escape(BASE_URL + LINK_PATHS[purpose]) + r"(\S+)", text_of(mail))
    assert found
    return found[1]


def calendar_of(mail: EmailMessage) -> tuple[str, str, int]:
    [part] = [p for p in mail.walk() if p.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_content())
    [event] = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), str(event["UID"]), int(event["SEQUENCE"])


def invite(post: Post, request: SupportRequest, coordinator: Actor) -> Invitation:
    [invitation] = invite_next(post.session, NOW, request, coordinator)
    return invitation


def accept(post: Post, invitation: Invitation) -> Assignment:
    at = NOW + 5 * HOUR
    actor = expert(invitation.expert_id)
    assignment = accept_invitation(post.session, NOW, invitation, at, actor)
    assert assignment is not None
    return assignment
