"""What is promised, before sending and on the receipt: the next steps, and by when."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.agreements.agreement_in_force import agreement_at
from service.domain import duty
from service.domain.response_time import Terms
from service.domain.step import Step
from service.domain.urgency import Urgency
from service.storage import deadline as deadlines
from service.storage import duty_shift
from service.storage.public_holidays import closed_days_from
from service.storage.request import SupportRequest

FIRST_STEPS = (Step.ACKNOWLEDGEMENT, Step.TRIAGE)
WHEN_MATCHED = (Step.PROPOSAL, Step.FIRST_CONTACT)

Promises = list[tuple[Step, datetime]]


def promised_steps(session: Session, now: datetime, request: SupportRequest) -> Promises:
    """Give the steps to come with their limit (UTC).

    None for an acute request when nobody will be on duty; no expert while a request is held.
    """
    if request.urgency == Urgency.U1 and not duty_shift.shifts_from(session, now):
        return []
    found = {row.step: row.due_at for row in deadlines.of_request(session, request.id)}
    return [(step, found[step]) for step in _steps(request.held) if step in found]


def steps_if_sent(session: Session, now: datetime, urgency: Urgency, *, held: bool) -> Promises:
    """Give the same for a request of this urgency that would be sent now.

    By the agreement that holds now; an acute clock starts when somebody is on duty.
    """
    start: datetime | None = now
    if urgency is Urgency.U1:
        start = duty.staffed_from(duty_shift.roster_from(session, now), now)
    if start is None:
        return []
    agreement = agreement_at(session, now)
    terms = Terms(agreement, urgency, closed_days_from(start, agreement))
    return [(step, terms.due(step, start)) for step in _steps(held)]


def called_back_by(session: Session, now: datetime) -> dict[Urgency, datetime]:
    """Give by when (UTC) the coordinator calls, for each urgency, if it was sent now."""
    found = {urgency: steps_if_sent(session, now, urgency, held=True) for urgency in Urgency}
    return {urgency: steps[0][1] for urgency, steps in found.items() if steps}


def _steps(held: bool) -> Sequence[Step]:
    return FIRST_STEPS if held else FIRST_STEPS + WHEN_MATCHED
