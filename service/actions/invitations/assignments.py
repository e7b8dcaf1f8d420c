"""What happens after an acceptance: contact, check-in, refusal by the requester, handing back."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.invitations.follow_places import follow_places
from service.actions.invitations.invite_wave import continue_inviting
from service.actions.mail.queue import queue_mail, queue_staff_mail
from service.actions.mail.recipients import owner_or_on_call
from service.actions.requests.change_status import record
from service.domain.actor import Actor, ActorKind
from service.domain.errors import DeadLink, RefusalUsed, StepNotAllowed
from service.domain.request_status import LIVE_ASSIGNMENT, AssignmentState
from service.domain.step import Step
from service.storage import request as requests
from service.storage.invitation import Assignment
from service.storage.request import SupportRequest


def confirm_contact(session: Session, now: datetime, assignment: Assignment, actor: Actor) -> None:
    """Record that the first contact took place; once is enough, whoever confirms it."""
    request = _locked(session, assignment)
    if assignment.contacted_at is not None:
        return
    _check_live(assignment)
    assignment.state, assignment.contacted_at = AssignmentState.CONTACTED, now
    clocks.meet(session, now, request.id, Step.FIRST_CONTACT, assignment_id=assignment.id)
    clocks.start_check_in(session, now, request, assignment)
    record(session, now, request, "contact_confirmed", actor, facts=_facts(assignment))
    follow_places(session, now, request, actor)


def record_check_in(
    session: Session, now: datetime, assignment: Assignment, actor: Actor, note: str = ""
) -> None:
    """Record the bureau's check-in after the contact. Raises StepNotAllowed before a contact."""
    request = _locked(session, assignment)
    if assignment.state not in (AssignmentState.CONTACTED, AssignmentState.ACTIVE):
        raise StepNotAllowed("check_in", assignment.state)
    assignment.state = AssignmentState.ACTIVE
    clocks.meet(session, now, request.id, Step.CHECK_IN, assignment_id=assignment.id)
    record(session, now, request, "check_in", actor, facts=_facts(assignment), note=note)
    follow_places(session, now, request, actor)


def refuse_expert(
    session: Session, now: datetime, assignment: Assignment, actor: Actor, reason: str = ""
) -> None:
    """The requester refuses the named expert, once per request; the next one is asked."""
    request = _locked(session, assignment)
    if assignment.state == AssignmentState.REFUSED:
        return
    _check_live(assignment)
    if request.refusal_used_at is not None:
        raise RefusalUsed
    request.refusal_used_at = now
    _free_place(session, now, request, assignment, AssignmentState.REFUSED)
    record(session, now, request, "expert_refused", actor, facts=_facts(assignment), note=reason)
    queue_mail(
        session,
        now,
        "refused_expert",
        request,
        to_expert_id=assignment.expert_id,
        assignment=assignment,
    )
    if now < assignment.first_contact_at:
        facts = {"act": "refused"}
        queue_mail(
            session, now, "appointment_cancelled", request, assignment=assignment, facts=facts
        )
    if actor.kind is ActorKind.REQUESTER:
        queue_staff_mail(
            session, now, "requester_refused", request, owner_or_on_call(session, now, request)
        )
    follow_places(session, now, request, actor)
    continue_inviting(session, now, request)


def hand_back(
    session: Session, now: datetime, assignment: Assignment, actor: Actor, reason: str = ""
) -> None:
    """The expert cannot go on; requester and bureau are told and the next expert is asked."""
    request = _locked(session, assignment)
    if assignment.state == AssignmentState.HANDED_BACK:
        return
    _check_live(assignment)
    _free_place(session, now, request, assignment, AssignmentState.HANDED_BACK)
    record(session, now, request, "handed_back", actor, facts=_facts(assignment), note=reason)
    queue_mail(session, now, "handed_back", request, assignment=assignment)
    queue_mail(
        session,
        now,
        "handed_back",
        request,
        to_expert_id=assignment.expert_id,
        assignment=assignment,
    )
    receivers = owner_or_on_call(session, now, request)
    queue_staff_mail(session, now, "handed_back", request, receivers, assignment=assignment)
    follow_places(session, now, request, actor)
    continue_inviting(session, now, request)


def _free_place(
    session: Session,
    now: datetime,
    request: SupportRequest,
    assignment: Assignment,
    state: AssignmentState,
) -> None:
    assignment.state, assignment.ended_at = state, now
    assignment.calendar_sequence += 1
    clocks.cancel(session, now, request.id, assignment_id=assignment.id)
    session.flush()


def _locked(session: Session, assignment: Assignment) -> SupportRequest:
    request = requests.lock(session, assignment.request_id)
    session.refresh(assignment)
    return request


def _check_live(assignment: Assignment) -> None:
    if assignment.state not in LIVE_ASSIGNMENT:
        raise DeadLink(assignment.state)


def _facts(assignment: Assignment) -> dict[str, int]:
    return {"expert_id": assignment.expert_id, "assignment_id": assignment.id}
