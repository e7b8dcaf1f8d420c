"""Somebody takes an escalation up: it is silent for a while, and comes back if nothing is done."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.deadlines.terms_of import terms_of
from service.actions.requests.change_status import record
from service.domain.actor import Actor
from service.domain.deadline import silent_until
from service.domain.errors import NothingEscalated
from service.domain.response_time import Terms
from service.domain.step import Step
from service.storage import deadline as deadlines
from service.storage import history_event
from service.storage.deadline import Deadline
from service.storage.partner_consent import partner_of
from service.storage.request import SupportRequest

KIND = "acknowledge_escalation"


def acknowledge_escalation(
    session: Session, now: datetime, request: SupportRequest, actor: Actor
) -> datetime:
    """Silence what was escalated of a case; give until when (UTC) all of it is silent.

    A step that is still open then is told to the highest level that applies by then, once.
    Raises NothingEscalated.
    """
    rows = escalated(deadlines.running(session, request.id))
    if not rows:
        raise NothingEscalated
    terms = terms_of(request, now, history_event.pauses(session, request.id))
    for row in rows:
        partner = partner_of(session, row.partner_consent_id)
        row.quiet_until = _silent_until(terms, Step(row.step), now, partner)
        clocks.store_state(row, clocks.state_of(row), terms, partner)
    until = min(row.quiet_until for row in rows if row.quiet_until)
    facts = {"until": until.isoformat(), "steps": [row.step for row in rows]}
    record(session, now, request, KIND, actor, facts=facts)
    return until


def escalated(rows: Iterable[Deadline]) -> list[Deadline]:
    """Give the running clocks of which a breach was told to somebody."""
    return [row for row in rows if row.running and row.escalated_at is not None]


def _silent_until(terms: Terms, step: Step, now: datetime, partner: str | None) -> datetime:
    return silent_until(terms.urgency, now, terms.clock(step, now, partner).landing)
