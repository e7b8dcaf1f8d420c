"""The ends of a request, and its reopening."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.evaluation.ask_evaluations import ask_evaluations
from service.actions.mail.queue import queue_mail, queue_staff_mail
from service.actions.mail.recipients import owner_or_on_call
from service.actions.requests.change_status import change_status
from service.actions.requests.wind_up import wind_up
from service.domain.actor import Actor
from service.domain.errors import StepNotAllowed
from service.domain.request_status import Act, AssignmentState
from service.domain.step import Step
from service.storage import invitation as invitations
from service.storage.request import SupportRequest


def close_request(
    session: Session, now: datetime, request: SupportRequest, actor: Actor, lessons: str = ""
) -> None:
    """Close the case with short lessons; who had contact is asked to evaluate."""
    change_status(session, now, request, Act.CLOSE, actor)
    request.closed_at = now
    request.closing_lessons = lessons.strip()
    clocks.meet(session, now, request.id, Step.TRIAGE)
    live = invitations.live_assignments(session, request.id)
    helped = [assignment for assignment in live if assignment.contacted_at is not None]
    for assignment in helped:
        assignment.state = AssignmentState.CLOSED
        assignment.ended_at = now
    session.flush()
    wind_up(session, now, request, reason="request_ended")
    if helped:
        ask_evaluations(session, now, request, helped)
    else:
        queue_mail(session, now, "request_closed", request)


def declare_no_match(
    session: Session, now: datetime, request: SupportRequest, actor: Actor, note: str = ""
) -> None:
    """End the search without an expert and tell the requester.

    Raises StepNotAllowed while an expert helps: then the case is closed instead.
    """
    if invitations.live_assignments(session, request.id):
        raise StepNotAllowed(Act.FIND_NOBODY, request.status)
    clocks.meet(session, now, request.id, Step.TRIAGE)
    change_status(session, now, request, Act.FIND_NOBODY, actor, note=note)
    wind_up(session, now, request, reason="request_ended")
    queue_mail(session, now, "no_match", request)


def withdraw_request(
    session: Session, now: datetime, request: SupportRequest, actor: Actor, note: str = ""
) -> None:
    """End the request because the requester no longer needs it; everybody involved is told."""
    change_status(session, now, request, Act.WITHDRAW, actor, note=note)
    wind_up(session, now, request, reason="withdrawn")
    queue_mail(session, now, "request_withdrawn", request)
    queue_staff_mail(
        session, now, "request_withdrawn", request, owner_or_on_call(session, now, request)
    )


def reopen_request(
    session: Session, now: datetime, request: SupportRequest, actor: Actor, note: str = ""
) -> None:
    """Take an ended request up again: back to triage, with fresh clocks from now.

    Raises StepNotAllowed for one that was erased: nobody knows any more what or who it is about.
    """
    if request.erased_at:
        raise StepNotAllowed(Act.REOPEN, request.status)
    change_status(session, now, request, Act.REOPEN, actor, note=note)
    request.closed_at = None
    request.referred_to = None
    request.inviting_on_hold = False
    request.list_low_warned_at = None
    request.reopened_at = now
    if not request.held and not request.text_erased_at:
        request.ranking_due_at = now
    request.clocks_started_at = clocks.first_staffed(session, request, now)
    called_back = request.called_back_at is not None
    steps = (Step.TRIAGE, Step.PROPOSAL, Step.FIRST_CONTACT)
    clocks.start_request_clocks(
        session, now, request, steps if called_back else (Step.ACKNOWLEDGEMENT, *steps)
    )
    queue_staff_mail(session, now, "duty_alert", request, owner_or_on_call(session, now, request))
