"""Put a mail into the outbox, in the transaction of the fact that it reports."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from service.actions.mail.when_to_leave import may_leave_at
from service.actions.requests.change_status import record
from service.domain.actor import REQUESTER
from service.storage.deadline import Deadline
from service.storage.evaluation import Evaluation
from service.storage.invitation import Assignment, Invitation
from service.storage.mail_link import LinkPurpose
from service.storage.outbox_mail import OutboxMail, RecipientKind
from service.storage.request import SupportRequest


def queue_mail(
    session: Session,
    now: datetime,
    kind: str,
    request: SupportRequest,
    *,
    to_expert_id: int | None = None,
    to_staff_id: int | None = None,
    invitation: Invitation | None = None,
    assignment: Assignment | None = None,
    deadline: Deadline | None = None,
    evaluation: Evaluation | None = None,
    facts: dict[str, Any] | None = None,
) -> OutboxMail:
    """Queue one mail to the requester, or to an expert or member of staff where one is named.

    `facts` holds codes only; names, addresses and texts are looked up at sending.
    """
    mail = OutboxMail(
        kind=kind,
        recipient_kind=_recipient_kind(to_expert_id, to_staff_id),
        recipient_id=to_expert_id or to_staff_id,
        request_id=request.id,
        invitation_id=_invitation_id(invitation, assignment),
        assignment_id=assignment.id if assignment else None,
        deadline_id=deadline.id if deadline else None,
        evaluation_id=evaluation.id if evaluation else None,
        facts=facts or {},
        message_id=uuid.uuid4().hex,
        queued_at=now,
    )
    mail.next_attempt_at = may_leave_at(request, mail, now)
    session.add(mail)
    return mail


def queue_staff_mail(
    session: Session,
    now: datetime,
    kind: str,
    request: SupportRequest,
    staff_ids: Iterable[int],
    *,
    assignment: Assignment | None = None,
    deadline: Deadline | None = None,
    facts: dict[str, Any] | None = None,
) -> None:
    """Queue the same mail to several members of staff."""
    for staff_id in staff_ids:
        queue_mail(
            session,
            now,
            kind,
            request,
            to_staff_id=staff_id,
            assignment=assignment,
            deadline=deadline,
            facts=facts,
        )


def queue_act_link(
    session: Session, now: datetime, request: SupportRequest, purpose: LinkPurpose
) -> None:
    """Mail the requester a link to withdraw or reopen, as asked for on the status page."""
    queue_mail(session, now, "act_link", request, facts={"purpose": purpose})
    record(session, now, request, "act_link_asked", REQUESTER, facts={"purpose": purpose})


def _recipient_kind(expert_id: int | None, staff_id: int | None) -> RecipientKind:
    if expert_id is not None:
        return RecipientKind.EXPERT
    return RecipientKind.REQUESTER if staff_id is None else RecipientKind.STAFF


def _invitation_id(invitation: Invitation | None, assignment: Assignment | None) -> int | None:
    if invitation is not None:
        return invitation.id
    return assignment.invitation_id if assignment is not None else None
