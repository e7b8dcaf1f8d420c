"""The steps of a request as the requester sees them: what is done, what happens now, what follows.

Their names and limits are those of the receipt.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from service.domain.language import gettext as _
from service.domain.request_status import OPEN_STATES, Status
from service.domain.step import Step
from service.domain.urgency import Urgency
from service.storage import deadline as deadlines
from service.storage import duty_shift
from service.storage.request import SupportRequest
from service.web.intake.promises import FIRST_STEPS, WHEN_MATCHED

_ROAD = (*FIRST_STEPS, *WHEN_MATCHED, Step.CHECK_IN, Step.EVALUATION)
_NOW: Mapping[Status, Step] = {
    Status.SUBMITTED: Step.ACKNOWLEDGEMENT,
    Status.ACKNOWLEDGED: Step.TRIAGE,
    Status.TRIAGE: Step.TRIAGE,
    Status.MATCHING: Step.PROPOSAL,
    Status.PROPOSED: Step.FIRST_CONTACT,
    Status.INVITED: Step.FIRST_CONTACT,
    Status.ACCEPTED: Step.FIRST_CONTACT,
    Status.CONTACTED: Step.CHECK_IN,
    Status.ACTIVE: Step.EVALUATION,
}


class StepState(StrEnum):
    """Where one step of the road stands."""

    DONE = "done"
    NOW = "now"
    NEXT = "next"


@dataclass(frozen=True)
class RoadStep:
    """One step; `at` (UTC) is when it was done, or its limit; None where neither is known."""

    label: str
    state: StepState
    at: datetime | None


def road(session: Session, request: SupportRequest, due: Mapping[Step, datetime]) -> list[RoadStep]:
    """Give the steps of an open request in their order; none for one that has ended.

    `due` holds the limits, as `due_at` gives them.
    """
    if request.status not in OPEN_STATES:
        return []
    done, status = done_at(session, request), _status_in_road(request)
    steps = [RoadStep(_("Uw aanvraag is ontvangen"), StepState.DONE, request.submitted_at)]
    for step in FIRST_STEPS if request.held else _ROAD:
        state = state_of(step, status, called_back=request.called_back_at is not None)
        moments = done if state is StepState.DONE else due
        steps.append(RoadStep(step.promise, state, moments.get(step)))
    return steps


def state_of(step: Step, status: Status, *, called_back: bool) -> StepState:
    """Give where a step stands; the call to the requester is done when it was made, not before."""
    if step is Step.ACKNOWLEDGEMENT:
        return StepState.DONE if called_back else StepState.NOW
    ahead = _ROAD.index(step) - _ROAD.index(_NOW[status])
    if ahead == 0:
        return StepState.NOW
    return StepState.NEXT if ahead > 0 else StepState.DONE


def done_at(session: Session, request: SupportRequest) -> dict[Step, datetime]:
    """Give when each step was done last (UTC)."""
    rows = deadlines.of_request(session, request.id)
    met = sorted((row.met_at, row.step) for row in rows if row.met_at is not None)
    done = {Step(step): at for at, step in met}
    if request.called_back_at:
        done[Step.ACKNOWLEDGEMENT] = request.called_back_at
    return done


def due_at(session: Session, now: datetime, request: SupportRequest) -> dict[Step, datetime]:
    """Give the first limit (UTC) of each step whose clock runs.

    One that stands still has none, nor has an acute request while no shift is to come.
    """
    if request.urgency == Urgency.U1 and not duty_shift.shifts_from(session, now):
        return {}
    found: dict[Step, datetime] = {}
    for row in deadlines.of_request(session, request.id):
        if row.running and not row.paused:
            found.setdefault(Step(row.step), row.due_at)
    return found


def _status_in_road(request: SupportRequest) -> Status:
    """A request that waits for the requester stands where it stood before."""
    if request.status == Status.AWAITING_REQUESTER and request.status_before_pause:
        return Status(request.status_before_pause)
    return Status(request.status)
