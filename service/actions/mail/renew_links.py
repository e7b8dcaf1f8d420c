"""End the links in a mailbox that is no longer of who they were for, and mail new ones."""

from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.tables import Expert, Partner
from service.actions.mail.queue import queue_mail, queue_partner_mail
from service.actions.mail.recipients import partner_contacts
from service.domain.invitation import InvitationState
from service.domain.partner_consent import ConsentState
from service.domain.request_status import LIVE_ASSIGNMENT
from service.storage import mail_link
from service.storage.evaluation import Evaluation
from service.storage.invitation import Assignment, Invitation
from service.storage.partner_consent import PartnerConsent
from service.storage.request import SupportRequest


def renew_links_of_expert(session: Session, now: datetime, expert_id: int) -> None:
    """End all links of an expert whose address changed; mail again what is still to be done.

    A question that waits for an answer, an assignment and an evaluation each get a mail; the time
    to answer stays. A mail that is on its way goes to the new address anyway.
    """
    ended = mail_link.revoke_of_expert(session, now, expert_id)
    if not ended or not session.get_one(Expert, expert_id).email:
        return
    own = Invitation.expert_id == expert_id
    still_open = select(Invitation).where(own, Invitation.state == InvitationState.OPEN)
    for asked in session.scalars(still_open).all():
        request = session.get_one(SupportRequest, asked.request_id)
        kind = "invitation_reminder"
        queue_mail(session, now, kind, request, to_expert_id=expert_id, invitation=asked)
    helps = select(Assignment).where(Assignment.expert_id == expert_id)
    for assignment in session.scalars(helps).all():
        _renew_assignment(session, now, assignment)


def _renew_assignment(session: Session, now: datetime, assignment: Assignment) -> None:
    request = session.get_one(SupportRequest, assignment.request_id)
    to = partial(queue_mail, to_expert_id=assignment.expert_id, assignment=assignment)
    if assignment.state in LIVE_ASSIGNMENT:
        to(session, now, "accepted_expert", request)
    query = select(Evaluation).where(
        Evaluation.assignment_id == assignment.id, Evaluation.answered_at.is_(None)
    )
    for evaluation in session.scalars(query).all():
        to(session, now, "evaluation_expert", request, evaluation=evaluation)


def renew_links_of_partner(session: Session, now: datetime, partner: Partner) -> None:
    """End all links of a partner for which somebody else speaks now; ask again what waits."""
    if not mail_link.revoke_of_partner(session, now, partner.id):
        return
    session.flush()
    waiting = select(PartnerConsent).where(
        PartnerConsent.partner_id == partner.id, PartnerConsent.state == ConsentState.OPEN
    )
    for consent in session.scalars(waiting):
        contacts = partner_contacts(session, partner)
        queue_partner_mail(session, now, "partner_consent_reminder", consent, contacts)
