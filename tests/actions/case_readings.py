"""What a case has come to: its clocks, events, invitations and the mails in the outbox."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.storage import deadline as deadlines
from service.storage import history_event
from service.storage import invitation as invitations
from service.storage.deadline import Deadline
from service.storage.outbox_mail import OutboxMail
from service.storage.request import SupportRequest


def clock(session: Session, request: SupportRequest, step: str) -> Deadline:
    """The latest clock of a step."""
    session.flush()
    rows = [row for row in deadlines.of_request(session, request.id) if row.step == step]
    return max(rows, key=lambda row: row.id)


def events(session: Session, request: SupportRequest) -> list[str]:
    """The kinds of the events, in order."""
    session.flush()
    return [event.kind for event in history_event.of_request(session, request.id)]


def states(session: Session, request: SupportRequest) -> list[str]:
    """The states of the invitations, in order."""
    session.flush()
    return [found.state for found in invitations.of_request(session, request.id)]


def open_now(session: Session, request: SupportRequest) -> list[int]:
    """Who is being asked (expert ids), in the order of asking."""
    session.flush()
    return [i.expert_id for i in invitations.open_of_request(session, request.id)]


def mails(session: Session, kind: str) -> list[OutboxMail]:
    """The mails of one kind, in the order of queueing."""
    session.flush()
    query = select(OutboxMail).where(OutboxMail.kind == kind).order_by(OutboxMail.id)
    return list(session.scalars(query))


def mail_kinds(session: Session) -> list[str]:
    """The kinds of all mails, in the order of queueing."""
    session.flush()
    return list(session.scalars(select(OutboxMail.kind).order_by(OutboxMail.id)))
