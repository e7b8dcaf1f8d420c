"""The sweep: act on every deadline that asks for it, exactly once."""

import logging
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.deadlines.reaction_clock import restart_reaction
from service.actions.deadlines.terms_of import Terms, terms_of
from service.actions.invitations.expire_invitation import expire_invitation
from service.actions.invitations.invite_wave import continue_inviting
from service.actions.mail.queue import queue_mail, queue_staff_mail
from service.actions.mail.recipients import escalation_recipients, owner_or_on_call
from service.actions.notices.queue_notice import queue_deadline_notices
from service.actions.requests.remind_requester import remind_requester
from service.domain.actor import SYSTEM
from service.domain.channel import Channels
from service.domain.deadline import (
    Breach,
    Escalate,
    ExpireInvitation,
    Intent,
    Warn,
    decide,
    recorded,
)
from service.domain.request_status import Status
from service.domain.service_agreement import Level
from service.domain.step import Step
from service.storage import deadline as deadlines
from service.storage import history_event
from service.storage import request as requests
from service.storage.deadline import Deadline
from service.storage.invitation import Invitation
from service.storage.request import SupportRequest

log = logging.getLogger(__name__)

AFTER_A_FAILURE = timedelta(minutes=1)


def check_deadlines(
    session: Session, now: datetime, limit: int = 10, channels: Channels = ()
) -> int:
    """Act on the due deadlines of at most `limit` requests; give how many were looked at.

    What happened, its history and its mails are one transaction, so a sweep that is killed
    leaves nothing half done and nothing is done twice. A request that fails is looked at again
    a minute later and never stops the others.
    """
    claimed = requests.claim_with_due_deadlines(session, now, limit)
    for request in claimed:
        try:
            with session.begin_nested():
                _check_request(session, now, request, channels)
        except OperationalError:
            raise
        except Exception as error:  # noqa: BLE001 - one bad case must not stop the rest
            log.error("deadlines of request %s: %s", request.id, type(error).__name__)
            _postpone(session, now, request)
    return len(claimed)


def _check_request(
    session: Session, now: datetime, request: SupportRequest, channels: Channels
) -> None:
    if request.ask_again_at is not None and request.ask_again_at <= now:
        request.ask_again_at = None
        _look_again(session, now, request)
    due = deadlines.due_of_request(session, request.id, now)
    if not due:
        return
    terms = terms_of(request, now, history_event.pauses(session, request.id))
    for row in due:
        _check(session, now, request, row, terms, channels)


def _look_again(session: Session, now: datetime, request: SupportRequest) -> None:
    if request.status == Status.AWAITING_REQUESTER:
        remind_requester(session, now, request)
    else:
        continue_inviting(session, now, request)


def _postpone(session: Session, now: datetime, request: SupportRequest) -> None:
    for row in deadlines.due_of_request(session, request.id, now):
        row.next_check_at = now + AFTER_A_FAILURE
    if request.ask_again_at is not None and request.ask_again_at <= now:
        request.ask_again_at = now + AFTER_A_FAILURE


def _check(
    session: Session,
    now: datetime,
    request: SupportRequest,
    row: Deadline,
    terms: Terms,
    channels: Channels,
) -> None:
    if _never_mailed(session, row):
        _wait_for_mail(session, now, row)
        return
    state = clocks.state_of(row)
    intents = decide(state, terms.ladder(state.step, row.started_at, row.due_at), now)
    clocks.store_state(row, recorded(state, intents, now), terms)
    for intent in intents:
        _carry_out(session, now, request, row, intent)
        _notify(session, now, request, row, intent, channels)


def _never_mailed(session: Session, row: Deadline) -> bool:
    if row.invitation_id is None:
        return False
    return session.get_one(Invitation, row.invitation_id).mailed_at is None


def _wait_for_mail(session: Session, now: datetime, row: Deadline) -> None:
    """Nobody lets a time pass that nobody was told of: it starts again until the mail leaves."""
    restart_reaction(session, now, session.get_one(Invitation, row.invitation_id))
    _note(session, now, row, "invitation_waits_for_mail", {"invitation_id": row.invitation_id})


def _carry_out(
    session: Session, now: datetime, request: SupportRequest, row: Deadline, intent: Intent
) -> None:
    match intent:
        case Warn():
            _warn(session, now, request, row)
        case Breach():
            _note(session, now, row, "deadline_breached", {"step": row.step})
        case Escalate(level):
            receivers = escalation_recipients(session, now, request, level)
            facts = {"step": row.step, "level": level}
            queue_staff_mail(
                session, now, "deadline_breach", request, receivers, deadline=row, facts=facts
            )
            _note(session, now, row, "deadline_escalated", facts)
        case ExpireInvitation():
            invitation = session.get_one(Invitation, row.invitation_id)
            expire_invitation(session, now, invitation)


def _warn(session: Session, now: datetime, request: SupportRequest, row: Deadline) -> None:
    _note(session, now, row, "deadline_warned", {"step": row.step})
    if row.step == Step.EXPERT_REACTION:
        invitation = session.get_one(Invitation, row.invitation_id)
        queue_mail(
            session,
            now,
            "invitation_reminder",
            request,
            to_expert_id=invitation.expert_id,
            invitation=invitation,
        )
        # So long without an answer makes a yes less likely: an acute case asks one more now.
        continue_inviting(session, now, request)
        return
    facts = {"step": row.step, "level": "owner"}
    receivers = owner_or_on_call(session, now, request)
    queue_staff_mail(
        session, now, "deadline_warning", request, receivers, deadline=row, facts=facts
    )


def _notify(
    session: Session,
    now: datetime,
    request: SupportRequest,
    row: Deadline,
    intent: Intent,
    channels: Channels,
) -> None:
    """Tell the channels beside mail, of what people of the bureau must do."""
    match intent:
        case Warn() if row.step != Step.EXPERT_REACTION:
            kind, level = "deadline_warning", Level.OWNER
        case Escalate(level):
            kind = "deadline_breach"
        case _:
            return
    queue_deadline_notices(session, now, channels, kind, level, request, row)


def _note(session: Session, now: datetime, row: Deadline, kind: str, facts: dict[str, Any]) -> None:
    """Add to the history without touching the revision: nobody's open page is out of date."""
    history_event.append(session, row.request_id, now, kind, SYSTEM, facts=facts)
