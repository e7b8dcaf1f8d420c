"""Carry out what the rules say about one deadline that is due: the fact, its history, its mails."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.deadlines.due_work import DueWork
from service.actions.deadlines.reaction_clock import restart_reaction
from service.actions.invitations.expire_invitation import expire_invitation
from service.actions.invitations.invite_wave import continue_inviting
from service.actions.mail.queue import queue_mail, queue_staff_mail
from service.actions.notices.queue_notice import queue_deadline_notices
from service.actions.partner_consent.ask_consents import remind_partner
from service.actions.partner_consent.consent_clock import restart_consent, waits_for_mail
from service.actions.partner_consent.expire_consent import expire_consent
from service.domain.actor import SYSTEM
from service.domain.deadline import (
    Breach,
    Escalate,
    ExpireInvitation,
    Intent,
    Warn,
    decide,
    recorded,
)
from service.domain.response_time import Terms
from service.domain.service_agreement import Level
from service.storage import history_event
from service.storage.deadline import Deadline
from service.storage.invitation import Invitation
from service.storage.request import SupportRequest


def act_on_deadline(work: DueWork, request: SupportRequest, row: Deadline, terms: Terms) -> None:
    """Do what must happen now to a due deadline of a locked request, and nothing twice."""
    invitation = work.invitation(row)
    if invitation is not None and invitation.mailed_at is None:
        _wait_for_mail(work.session, work.now, row, invitation)
        return
    consent = work.consent(row)
    if consent is not None and waits_for_mail(consent):
        restart_consent(work.session, work.now, request, consent)
        _note(work.session, work.now, row, "consent_waits_for_mail", {"consent_id": consent.id})
        return
    partner = consent.partner_id if consent else None
    state = clocks.state_of(row)
    intents = decide(state, terms.ladder(state.step, row.started_at, row.due_at, partner), work.now)
    clocks.store_state(row, recorded(state, intents, work.now), terms, partner)
    for intent in intents:
        _carry_out(work, request, row, intent)


def _wait_for_mail(session: Session, now: datetime, row: Deadline, invitation: Invitation) -> None:
    """Nobody lets a time pass that nobody was told of: it starts again until the mail leaves."""
    restart_reaction(session, now, invitation)
    _note(session, now, row, "invitation_waits_for_mail", {"invitation_id": invitation.id})


def _carry_out(work: DueWork, request: SupportRequest, row: Deadline, intent: Intent) -> None:
    session, now = work.session, work.now
    invitation, consent = work.invitation(row), work.consent(row)
    match intent:
        case Warn():
            _note(session, now, row, "deadline_warned", {"step": row.step})
            if invitation is None:
                _tell(work, request, row, "deadline_warning", Level.OWNER)
            else:
                _remind(session, now, request, invitation)
            if consent is not None:
                remind_partner(session, now, consent)
        case Breach():
            _note(session, now, row, "deadline_breached", {"step": row.step})
            if consent is not None:
                expire_consent(session, now, request, consent)
        case Escalate(level):
            _tell(work, request, row, "deadline_breach", level)
            _note(session, now, row, "deadline_escalated", {"step": row.step, "level": level})
        case ExpireInvitation() if invitation is not None:
            expire_invitation(session, now, invitation)


def _remind(
    session: Session, now: datetime, request: SupportRequest, invitation: Invitation
) -> None:
    queue_mail(
        session,
        now,
        "invitation_reminder",
        request,
        to_expert_id=invitation.expert_id,
        invitation=invitation,
    )
    # So long without an answer makes a yes less likely: one more may be asked now.
    continue_inviting(session, now, request)


def _tell(work: DueWork, request: SupportRequest, row: Deadline, kind: str, level: Level) -> None:
    """Tell people of the bureau what they must do, by mail and over the channels beside it."""
    queue_staff_mail(
        work.session,
        work.now,
        kind,
        request,
        work.receivers(request, level),
        deadline=row,
        facts={"step": row.step, "level": level},
    )
    queue_deadline_notices(work.session, work.now, work.channels, kind, level, request, row)


def _note(session: Session, now: datetime, row: Deadline, kind: str, facts: dict[str, Any]) -> None:
    """Add to the history without touching the revision: nobody's open page is out of date."""
    history_event.append(session, row.request_id, now, kind, SYSTEM, facts=facts)
