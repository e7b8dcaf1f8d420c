"""Put a mail into the outbox, in the transaction of the fact that it reports."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from service.actions.mail.when_to_leave import may_leave_at
from service.actions.requests.change_status import record
from service.domain.actor import REQUESTER, expert
from service.domain.throttle import Attempt, TooManyAttempts
from service.storage import attempt_count, mail_template_version, outbox_mail
from service.storage.deadline import Deadline
from service.storage.evaluation import Evaluation
from service.storage.invitation import Assignment, Invitation
from service.storage.mail_link import LinkPurpose
from service.storage.outbox_mail import OutboxMail, RecipientKind
from service.storage.partner_consent import PartnerConsent
from service.storage.request import SupportRequest

ONE_LINK_PER = timedelta(minutes=10)


def queue_mail(
    session: Session,
    now: datetime,
    kind: str,
    request: SupportRequest,
    *,
    to_expert_id: int | None = None,
    to_staff_id: int | None = None,
    to_partner: bool = False,
    invitation: Invitation | None = None,
    assignment: Assignment | None = None,
    deadline: Deadline | None = None,
    evaluation: Evaluation | None = None,
    consent: PartnerConsent | None = None,
    facts: dict[str, Any] | None = None,
) -> OutboxMail:
    """Queue one mail to the requester, or to an expert or member of staff where one is named.

    With `to_partner` it goes to the partner of the consent: to the account that is named, else to
    the partner's own address. `facts` holds codes only; names, addresses and texts are looked up
    at sending.
    """
    mail = OutboxMail(
        kind=kind,
        template_version=mail_template_version.number_for_new_mails(session, kind),
        recipient_kind=_recipient_kind(to_expert_id, to_staff_id, to_partner=to_partner),
        recipient_id=to_expert_id or to_staff_id,
        request_id=request.id,
        invitation_id=_invitation_id(invitation, assignment),
        assignment_id=assignment.id if assignment else None,
        deadline_id=deadline.id if deadline else None,
        evaluation_id=evaluation.id if evaluation else None,
        partner_consent_id=consent.id if consent else None,
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
    consent: PartnerConsent | None = None,
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
            consent=consent,
            facts=facts,
        )


def queue_partner_mail(
    session: Session,
    now: datetime,
    kind: str,
    consent: PartnerConsent,
    contacts: Iterable[int | None],
) -> None:
    """Queue the same mail about a consent to the partner: to accounts (ids), None: its address."""
    request = session.get_one(SupportRequest, consent.request_id)
    for user_id in contacts:
        queue_mail(
            session, now, kind, request, to_staff_id=user_id, to_partner=True, consent=consent
        )


def queue_act_link(
    session: Session,
    now: datetime,
    request: SupportRequest,
    purpose: LinkPurpose,
    assignment: Assignment | None = None,
) -> None:
    """Mail the link of one act to who asked for it on a page; not again within ten minutes.

    To withdraw, to reopen, to refuse the expert of an assignment: the requester. To hand the
    assignment back: its expert. Raises TooManyAttempts.
    """
    if _asked_lately(session, now, request, purpose, assignment):
        return
    limit_asked_links(session, now, request)
    handed_back = assignment if purpose == LinkPurpose.HAND_BACK else None
    queue_mail(
        session,
        now,
        "act_link",
        request,
        to_expert_id=handed_back.expert_id if handed_back else None,
        assignment=assignment,
        facts={"purpose": purpose},
    )
    asker = expert(handed_back.expert_id) if handed_back else REQUESTER
    record(session, now, request, "act_link_asked", asker, facts={"purpose": purpose})


def limit_asked_links(session: Session, now: datetime, request: SupportRequest) -> None:
    """Count a link that somebody asks for. Raises TooManyAttempts after many for one request."""
    until = attempt_count.take(session, now, Attempt.ACT_LINK, request.id)
    if until is not None:
        raise TooManyAttempts(Attempt.ACT_LINK, until)


def _asked_lately(
    session: Session,
    now: datetime,
    request: SupportRequest,
    purpose: LinkPurpose,
    assignment: Assignment | None,
) -> bool:
    return any(
        mail.kind == "act_link"
        and mail.facts.get("purpose") == purpose
        and mail.assignment_id == (assignment.id if assignment else None)
        and mail.queued_at > now - ONE_LINK_PER
        for mail in outbox_mail.of_request(session, request.id)
    )


def _recipient_kind(
    expert_id: int | None, staff_id: int | None, *, to_partner: bool
) -> RecipientKind:
    if to_partner:
        return RecipientKind.PARTNER
    if expert_id is not None:
        return RecipientKind.EXPERT
    return RecipientKind.REQUESTER if staff_id is None else RecipientKind.STAFF


def _invitation_id(invitation: Invitation | None, assignment: Assignment | None) -> int | None:
    if invitation is not None:
        return invitation.id
    return assignment.invitation_id if assignment is not None else None
