"""Mail an invitation once more, also when the first mail never arrived."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines.reaction_clock import reopen_reaction, restart_reaction
from service.actions.invitations.follow_places import follow_places
from service.actions.mail.queue import queue_mail
from service.actions.mail.when_to_leave import may_leave_at
from service.actions.matching.eligibility import check_experts, lock_experts
from service.actions.requests.change_status import check_not_held, check_open, record
from service.domain.actor import Actor
from service.domain.errors import CannotBeAsked, DeadLink, PlaceTaken
from service.domain.invitation import InvitationState
from service.domain.language import gettext as _
from service.storage import invitation as invitations
from service.storage import outbox_mail, shortlist_entry
from service.storage import request as requests
from service.storage.invitation import Invitation
from service.storage.outbox_mail import MailState, OutboxMail
from service.storage.request import SupportRequest

RESENDABLE = (InvitationState.OPEN, InvitationState.UNDELIVERABLE)


def resend_invitation(
    session: Session, now: datetime, invitation: Invitation, actor: Actor
) -> None:
    """Queue the mail again; its link and those of earlier mails all work.

    The answer-by time that was mailed stays. An invitation that never arrived is opened again
    with the whole time, where the expert may still be asked: else CannotBeAsked or PlaceTaken.
    Raises DeadLink for an invitation that has ended or whose expert left the list, StillOnHold,
    and StepNotAllowed for a request that has ended.
    """
    request = requests.lock(session, invitation.request_id)
    session.refresh(invitation)
    check_open(request, "invitation_resent")
    check_not_held(request)
    if invitation.state not in RESENDABLE or (
        invitation.state == InvitationState.OPEN and now >= invitation.answer_by
    ):
        raise DeadLink(invitation.state)
    facts = {"expert_id": invitation.expert_id, "invitation_id": invitation.id}
    record(session, now, request, "invitation_resent", actor, facts=facts)
    if invitation.state == InvitationState.UNDELIVERABLE:
        _open_again(session, now, request, invitation)
    expert_id, waiting = invitation.expert_id, _waiting_mail(session, request, invitation)
    if waiting is not None:
        waiting.next_attempt_at = may_leave_at(request, waiting, now)
    else:
        queue_mail(
            session, now, "invitation", request, to_expert_id=expert_id, invitation=invitation
        )
    follow_places(session, now, request, actor)


def _waiting_mail(
    session: Session, request: SupportRequest, invitation: Invitation
) -> OutboxMail | None:
    """The mail of this invitation that is still on its way: then no second one is needed."""
    mails = outbox_mail.of_request(session, request.id)
    waiting = (m for m in mails if m.kind == "invitation" and m.state == MailState.QUEUED)
    return next((mail for mail in waiting if mail.invitation_id == invitation.id), None)


def _open_again(
    session: Session, now: datetime, request: SupportRequest, invitation: Invitation
) -> None:
    if invitations.taken_places(session, request.id) >= request.places:
        raise PlaceTaken
    if not _is_listed(session, request, invitation):
        raise DeadLink(invitation.state)
    lock_experts(session, [invitation.expert_id])
    verdict = check_experts(session, now, request, [invitation.expert_id])[invitation.expert_id]
    if verdict.blocked or verdict.awaits_partner:
        raise CannotBeAsked(verdict.blocked or [_("De partner moet nog akkoord geven.")])
    invitation.state, invitation.answered_at = InvitationState.OPEN, None
    reopen_reaction(session, now, invitation)
    restart_reaction(session, now, invitation)


def _is_listed(session: Session, request: SupportRequest, invitation: Invitation) -> bool:
    """Whether the expert is still on the list and was asked since the request was reopened."""
    listed = set(shortlist_entry.expert_ids(session, request.id))
    return invitation.sent_at >= request.round_began and invitation.expert_id in listed
