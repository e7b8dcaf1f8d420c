"""The first contact, or the check-in after it, did not take place after all."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.deadlines.unmeet import unmeet
from service.actions.invitations.follow_places import follow_places
from service.domain.actor import Actor
from service.domain.request_status import Act, AssignmentState
from service.domain.step import Step
from service.domain.undo import PastAct
from service.storage import history_event
from service.storage.invitation import Assignment
from service.storage.request import SupportRequest


def undo_contact(
    session: Session, now: datetime, request: SupportRequest, act: PastAct, actor: Actor
) -> None:
    """Let the clock of the first contact run on; that of the check-in stops."""
    assignment = session.get_one(Assignment, act.facts["assignment_id"])
    assignment.state, assignment.contacted_at = AssignmentState.ACCEPTED, None
    clocks.cancel(session, now, request.id, Step.CHECK_IN, assignment_id=assignment.id)
    unmeet(session, now, request, Step.FIRST_CONTACT, assignment.id)
    follow_places(session, now, request, actor)


def undo_check_in(
    session: Session, now: datetime, request: SupportRequest, act: PastAct, actor: Actor
) -> None:
    """Let the clock of the check-in run on, where this was the only one."""
    assignment = session.get_one(Assignment, act.facts["assignment_id"])
    if _checked_in_otherwise(session, request, assignment):
        return
    assignment.state = AssignmentState.CONTACTED
    unmeet(session, now, request, Step.CHECK_IN, assignment.id)
    follow_places(session, now, request, actor)


def _checked_in_otherwise(
    session: Session, request: SupportRequest, assignment: Assignment
) -> bool:
    return any(
        event.facts.get("assignment_id") == assignment.id
        for event in history_event.standing(session, request.id, Act.CHECK_IN)
    )
