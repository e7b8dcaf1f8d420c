"""Let a clock run on that was stopped by mistake."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.deadlines.terms_of import terms_of
from service.domain.request_status import Status
from service.domain.step import Step
from service.storage import deadline as deadlines
from service.storage import history_event
from service.storage.request import SupportRequest


def unmeet(
    session: Session,
    now: datetime,
    request: SupportRequest,
    step: Step,
    assignment_id: int | None = None,
) -> None:
    """Let a clock run on that was stopped by mistake, with its moments from the whole history.

    What an expert promised keeps its moment: no pause of the bureau changed that.
    """
    row = deadlines.last_met(session, request.id, step, assignment_id)
    if row is None:
        return
    row.met_at = None
    terms = terms_of(request, now, history_event.pauses(session, request.id))
    if assignment_id is not None:
        clocks.look_again(row, terms)
    elif request.status == Status.AWAITING_REQUESTER:
        row.paused = True
    else:
        clocks.set_moments(row, terms)
