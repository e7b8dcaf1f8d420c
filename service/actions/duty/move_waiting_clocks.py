"""Acute cases whose clocks wait for the next shift follow a change of the roster."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.requests.change_status import record
from service.domain.actor import Actor
from service.domain.request_status import OPEN_STATES
from service.domain.urgency import Urgency
from service.storage import request as requests
from service.storage.request import SupportRequest


def move_waiting_clocks(session: Session, now: datetime, actor: Actor) -> int:
    """Let clocks that did not begin yet start at the next staffed moment; give for how many cases.

    Clocks that run go on: what was promised stays.
    """
    waiting = session.scalars(
        select(SupportRequest.id)
        .where(
            SupportRequest.urgency == Urgency.U1,
            SupportRequest.status.in_(OPEN_STATES),
            SupportRequest.clocks_started_at > now,
        )
        .order_by(SupportRequest.id)
    ).all()
    moved = 0
    for request_id in waiting:
        request = requests.lock(session, request_id)
        start = clocks.first_staffed(session, request, now)
        if start != request.clocks_started_at > now:
            clocks.restart_for_urgency(session, now, request)
            facts = {"start": start.isoformat()}
            record(session, now, request, "clocks_moved", actor, facts=facts)
            moved += 1
    return moved
