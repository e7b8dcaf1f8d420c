"""Give an invited expert more time to answer."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from service.actions.deadlines.reaction_clock import extend_reaction
from service.actions.mail.queue import queue_mail
from service.actions.requests.change_status import record
from service.domain.actor import Actor
from service.domain.errors import DeadLink, InvalidChoice
from service.domain.invitation import InvitationState
from service.domain.language import gettext as _
from service.storage import request as requests
from service.storage.invitation import Invitation

LONGEST_EXTENSION = timedelta(days=14)


def extend_answer(
    session: Session,
    now: datetime,
    invitation: Invitation,
    actor: Actor,
    until: datetime,
    note: str = "",
) -> None:
    """Move the answer-by time to a later moment (UTC); expert and requester are told.

    A time that was mailed is never shortened. Raises DeadLink when the invitation no longer waits
    for an answer and InvalidChoice (field `until`).
    """
    request = requests.lock(session, invitation.request_id)
    session.refresh(invitation)
    if invitation.state != InvitationState.OPEN:
        raise DeadLink(invitation.state)
    if until <= invitation.answer_by:
        raise InvalidChoice("until", _("Kies een later moment dan nu is afgesproken."))
    if until <= now:
        raise InvalidChoice("until", _("Kies een moment dat nog komt."))
    if until > now + LONGEST_EXTENSION:
        raise InvalidChoice("until", _("Kies een moment binnen twee weken."))
    facts = {
        "expert_id": invitation.expert_id,
        "invitation_id": invitation.id,
        "from": invitation.answer_by.isoformat(),
        "to": until.isoformat(),
    }
    extend_reaction(session, now, invitation, until)
    record(session, now, request, "answer_extended", actor, facts=facts, note=note)
    expert_id = invitation.expert_id
    queue_mail(
        session, now, "answer_extended", request, to_expert_id=expert_id, invitation=invitation
    )
    queue_mail(session, now, "answer_later", request, invitation=invitation)
