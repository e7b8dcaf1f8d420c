"""The clock of one invitation: how long the expert still has to answer."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.deadlines.terms_of import terms_of
from service.domain.step import Step
from service.storage import deadline as deadlines
from service.storage.deadline import Deadline
from service.storage.invitation import Invitation


def restart_reaction(session: Session, now: datetime, invitation: Invitation) -> None:
    """Start the time to answer anew: its mail leaves only now."""
    terms = terms_of(invitation.request, now)
    for row in _running(session, invitation):
        clocks.restart_answer(row, now, terms, invitation.expert.partner_id)
        invitation.answer_by = row.due_at


def extend_reaction(
    session: Session, now: datetime, invitation: Invitation, until: datetime
) -> None:
    """Give the expert until then; the warning comes at the same share of what is left."""
    for row in _running(session, invitation):
        _until(row, invitation, now, until)


def reopen_reaction(session: Session, now: datetime, invitation: Invitation) -> None:
    """Let the clock run on as if it had not been stopped by mistake.

    The expert keeps the time that was mailed, or gets the warning margin where that is over.
    """
    row = session.scalars(
        select(Deadline)
        .where(Deadline.invitation_id == invitation.id)
        .order_by(Deadline.id.desc())
        .limit(1)
    ).one()
    row.met_at = row.cancelled_at = row.breached_at = None
    terms = terms_of(invitation.request, now)
    at_least = terms.margin_after(Step.EXPERT_REACTION, now, invitation.expert.partner_id)
    if at_least > row.due_at:
        _until(row, invitation, now, at_least)
    else:
        clocks.look_again(row, terms)


def _running(session: Session, invitation: Invitation) -> Sequence[Deadline]:
    return deadlines.running(session, invitation.request_id, invitation_id=invitation.id)


def _until(row: Deadline, invitation: Invitation, now: datetime, until: datetime) -> None:
    terms = terms_of(invitation.request, now)
    row.due_at, invitation.answer_by = until, until
    row.warn_at = now + (until - now) * terms.agreement.warn_fraction
    row.warned_at = None
    clocks.look_again(row, terms)
