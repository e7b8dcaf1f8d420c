"""What the receipt promises: the next steps, and by when."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from service.domain.step import Step
from service.domain.urgency import Urgency
from service.storage import deadline as deadlines
from service.storage import duty_shift
from service.storage.request import SupportRequest

FIRST_STEPS = (Step.ACKNOWLEDGEMENT, Step.TRIAGE)
WHEN_MATCHED = (Step.PROPOSAL, Step.FIRST_CONTACT)


def promised_steps(
    session: Session, now: datetime, request: SupportRequest
) -> list[tuple[Step, datetime]]:
    """Give the steps to come with their limit (UTC).

    None for an acute request when nobody will be on duty; no expert while a request is held.
    """
    if request.urgency == Urgency.U1 and not duty_shift.shifts_from(session, now):
        return []
    steps: Sequence[Step] = FIRST_STEPS if request.held else FIRST_STEPS + WHEN_MATCHED
    due = {row.step: row.due_at for row in deadlines.of_request(session, request.id)}
    return [(step, due[step]) for step in steps if step in due]
