"""Cases whose clocks run out together, and what a sweep has made of them."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from expert_registry.tables import Expert
from service.actions.invitations.invite_wave import invite_next
from service.actions.matching.approve_list import approve_list
from service.actions.requests.decide_to_match import decide_to_match
from service.actions.requests.record_call_back import record_call_back
from service.actions.requests.submit_request import submit_request
from service.database import reading, writing
from service.domain.actor import Actor, Role, staff
from service.domain.errors import NothingToInvite
from service.domain.opening_hours import AMSTERDAM
from service.domain.urgency import Urgency
from service.rehearsal.sample_data import load_sample_data
from service.rehearsal.simulation.arrivals import Topics, arrivals
from service.rehearsal.simulation.people import People
from service.storage import invitation as invitations
from service.storage import partner_consent, user_account
from service.storage import request as requests
from service.storage.all_tables import all_tables
from service.storage.deadline import Deadline
from service.storage.history_event import HistoryEvent
from service.storage.invitation import Invitation
from service.storage.outbox_mail import OutboxMail

# A Tuesday: within the hours of every urgency.
SUBMITTED = datetime(2026, 11, 24, 9, 0, tzinfo=AMSTERDAM)
AFTER = (
    *(timedelta(minutes=minutes) for minutes in (23, 31, 46, 61, 91, 121, 181, 241, 361, 481)),
    *(timedelta(days=days) for days in (1, 2, 3, 6, 9, 14)),
)
LISTED = 8
# These carry numbers that a database may give twice after a kill.
NOT_COMPARED = ("invitation_id", "assignment_id", "consent_id")


@dataclass(frozen=True)
class Traces:
    """What is left of the sweeps: per clock, per event and per mail how often it is there."""

    clocks: Counter[tuple[Any, ...]]
    events: Counter[tuple[Any, ...]]
    mails: Counter[tuple[Any, ...]]


def make_due_cases(engine: Engine, count: int) -> list[datetime]:
    """Fill an empty database; give the moments (UTC) at which many of its clocks run out.

    All requests came in at the same second. Of every third a list is being asked.
    """
    all_tables().create_all(engine)
    with writing(engine) as session:
        load_sample_data(session, SUBMITTED)
        coordinator = staff(user_account.with_role(session, Role.COORDINATOR)[0].id)
        experts = session.scalars(select(Expert.id).order_by(Expert.id)).all()
        topics = Topics(("Zeist",), ("asielopvang",), ("duiding",))
        for arrival in arrivals(People(), topics, count, seed=0):
            number = arrival.number
            urgency = list(Urgency)[number % len(Urgency)]
            intake = replace(arrival.intake, urgency=urgency)
            request = submit_request(session, SUBMITTED, intake, f"form-{number}")
            session.flush()
            if number % 3 == 0:
                _ask(session, request.id, coordinator, _turn(experts, number))
    return [SUBMITTED + after for after in AFTER]


def traces(engine: Engine) -> Traces:
    """Give what is left in the database of all that was done."""
    with reading(engine) as session:
        experts = {row.id: row.expert_id for row in session.scalars(select(Invitation))}
        return Traces(
            Counter(_clock(row, experts) for row in session.scalars(select(Deadline))),
            Counter(_event(row) for row in session.scalars(select(HistoryEvent))),
            Counter(_mail(row, experts) for row in session.scalars(select(OutboxMail))),
        )


def _turn(experts: Sequence[int], number: int) -> list[int]:
    start = LISTED * number % len(experts)
    return [*experts[start:], *experts[:start]][:LISTED]


def _ask(session: Session, request_id: int, actor: Actor, experts: Sequence[int]) -> None:
    request = requests.lock(session, request_id)
    record_call_back(session, SUBMITTED, request, actor)
    decide_to_match(session, SUBMITTED, request, actor)
    approve_list(session, SUBMITTED, request, actor, experts, "Onrust in een dorp.", 1)
    # With very many cases everybody on a list may be busy: that one stays as it is.
    with suppress(NothingToInvite):
        invite_next(session, SUBMITTED, request, actor)
    for invitation in invitations.of_request(session, request_id):
        invitation.mailed_at = SUBMITTED
    for consent in partner_consent.of_request(session, request_id):
        consent.mailed_at = SUBMITTED


def _clock(row: Deadline, experts: dict[int, int]) -> tuple[Any, ...]:
    return (
        row.request_id,
        row.step,
        experts.get(row.invitation_id or 0),
        row.due_at,
        row.next_check_at,
        row.warned_at,
        row.breached_at,
        row.escalated_to,
        row.escalated_at,
        row.cancelled_at,
    )


def _event(row: HistoryEvent) -> tuple[Any, ...]:
    facts = {key: value for key, value in row.facts.items() if key not in NOT_COMPARED}
    return (row.request_id, row.kind, row.at, row.to_status, repr(sorted(facts.items())))


def _mail(row: OutboxMail, experts: dict[int, int]) -> tuple[Any, ...]:
    return (
        row.request_id,
        row.kind,
        row.recipient_kind,
        row.recipient_id,
        experts.get(row.invitation_id or 0),
        row.queued_at,
        repr(sorted(row.facts.items())),
    )
