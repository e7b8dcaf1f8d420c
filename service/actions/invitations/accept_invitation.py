"""An expert says yes: the place is taken in the same transaction, or not at all."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.invitations.follow_places import follow_places
from service.actions.invitations.not_possible import close_as_not_possible
from service.actions.invitations.stand_down import stand_down_invitations
from service.actions.mail.queue import queue_mail
from service.actions.matching.eligibility import barred_at_acceptance, lock_experts
from service.actions.requests.change_status import check_not_held, record
from service.domain.actor import Actor, ActorKind
from service.domain.errors import InvalidChoice, PlaceTaken
from service.domain.invitation import InvitationState, check_answer
from service.domain.language import gettext as _
from service.domain.request_status import AssignmentState
from service.domain.step import Step
from service.storage import invitation as invitations
from service.storage import request as requests
from service.storage.invitation import Assignment, Invitation
from service.storage.request import SupportRequest

LATEST_FIRST_CONTACT = timedelta(days=60)


def accept_invitation(
    session: Session,
    now: datetime,
    invitation: Invitation,
    first_contact_at: datetime,
    actor: Actor,
    reason: str = "",
) -> Assignment | None:
    """Accept for the moment of first contact (UTC); the same answer again changes nothing.

    The expert has declared confidentiality and no conflict of interest. Gives None when the
    check at this moment finds that the expert may not help (conflict, consent, load): then the
    invitation is closed, the owner is told and the next expert is asked. Raises
    AlreadyAnswered, DeadLink, StillOnHold, PlaceTaken and InvalidChoice (field
    `first_contact_at`).
    """
    request = requests.lock(session, invitation.request_id)
    session.refresh(invitation)
    state = InvitationState(invitation.state)
    if not check_answer(state, InvitationState.ACCEPTED, invitation.answer_by, now):
        return _assignment_of(session, invitation)
    check_not_held(request)
    if invitations.taken_places(session, request.id) >= request.places:
        raise PlaceTaken
    _check_moment(first_contact_at, now)
    lock_experts(session, [invitation.expert_id])
    barred = barred_at_acceptance(session, now, request, invitation.expert_id)
    if barred:
        close_as_not_possible(session, now, request, invitation, barred)
        return None
    assignment = _take_place(session, now, request, invitation, first_contact_at, actor)
    facts = {
        "expert_id": invitation.expert_id,
        "invitation_id": invitation.id,
        "assignment_id": assignment.id,
    }
    record(session, now, request, "invitation_accepted", actor, facts=facts, note=reason)
    if invitations.taken_places(session, request.id) >= request.places:
        stand_down_invitations(session, now, request, "filled")
    follow_places(session, now, request, actor)
    _tell_both_sides(session, now, request, assignment)
    return assignment


def _take_place(
    session: Session,
    now: datetime,
    request: SupportRequest,
    invitation: Invitation,
    first_contact_at: datetime,
    actor: Actor,
) -> Assignment:
    invitation.state = InvitationState.ACCEPTED
    invitation.answered_at = now
    invitation.answered_by_staff_id = actor.id if actor.kind is ActorKind.STAFF else None
    assignment = _assignment_for(session, invitation)
    assignment.state, assignment.ended_at = AssignmentState.ACCEPTED, None
    assignment.accepted_at, assignment.first_contact_at = now, first_contact_at
    assignment.confidentiality_declared_at = assignment.no_conflict_declared_at = now
    session.flush()
    clocks.meet(session, now, request.id, Step.EXPERT_REACTION, invitation_id=invitation.id)
    clocks.start_first_contact(session, now, request, assignment)
    return assignment


def _assignment_for(session: Session, invitation: Invitation) -> Assignment:
    """The assignment of an earlier yes that was taken back lives again, or there is a new one."""
    earlier = session.scalar(select(Assignment).where(Assignment.invitation_id == invitation.id))
    if earlier is not None:
        earlier.calendar_sequence += 1
        return earlier
    assignment = Assignment(
        invitation_id=invitation.id,
        request_id=invitation.request_id,
        expert_id=invitation.expert_id,
        calendar_sequence=0,
    )
    session.add(assignment)
    return assignment


def _tell_both_sides(
    session: Session, now: datetime, request: SupportRequest, assignment: Assignment
) -> None:
    queue_mail(session, now, "accepted_requester", request, assignment=assignment)
    queue_mail(
        session,
        now,
        "accepted_expert",
        request,
        to_expert_id=assignment.expert_id,
        assignment=assignment,
    )


def _check_moment(first_contact_at: datetime, now: datetime) -> None:
    if not now - timedelta(minutes=5) <= first_contact_at <= now + LATEST_FIRST_CONTACT:
        raise InvalidChoice(
            "first_contact_at", _("Kies een moment tussen nu en twee maanden vanaf nu.")
        )


def _assignment_of(session: Session, invitation: Invitation) -> Assignment:
    return session.scalars(
        select(Assignment).where(Assignment.invitation_id == invitation.id)
    ).one()
