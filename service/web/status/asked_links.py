"""Links that the requester asks for on the status page: each is mailed, for one act."""

from datetime import datetime

from flask import abort
from sqlalchemy.orm import Session

from service.actions.evaluation.ask_evaluations import ask_requester_again, waits_for_requester
from service.actions.mail.queue import queue_act_link
from service.domain.errors import RefusalUsed, StepNotAllowed
from service.domain.request_status import Act, Status, can
from service.storage import invitation as invitations
from service.storage.invitation import Assignment
from service.storage.mail_link import LinkPurpose
from service.storage.request import SupportRequest

ACTS = {LinkPurpose.WITHDRAW: Act.WITHDRAW, LinkPurpose.REOPEN: Act.REOPEN}
OFFERED = (*ACTS, LinkPurpose.REFUSE_EXPERT, LinkPurpose.EVALUATE)


def mail_link(
    session: Session, now: datetime, request: SupportRequest, purpose: str, assignment_id: str
) -> None:
    """Queue the mail with the link; `assignment_id` counts for refusing an expert only.

    Raises StepNotAllowed and RefusalUsed where the act is not possible now; what the page does
    not offer is a bad request.
    """
    if purpose not in OFFERED:
        abort(400)
    if purpose == LinkPurpose.REFUSE_EXPERT:
        assignment = _refusable(session, request, assignment_id)
        queue_act_link(session, now, request, LinkPurpose.REFUSE_EXPERT, assignment)
    elif purpose == LinkPurpose.EVALUATE:
        evaluation = waits_for_requester(session, request)
        if evaluation is None or request.erased_at:
            raise StepNotAllowed(Act.EVALUATE, request.status)
        ask_requester_again(session, now, request, evaluation)
    else:
        _end_or_reopen(session, now, request, LinkPurpose(purpose))


def _end_or_reopen(
    session: Session, now: datetime, request: SupportRequest, purpose: LinkPurpose
) -> None:
    if request.erased_at or not can(Status(request.status), ACTS[purpose]):
        raise StepNotAllowed(ACTS[purpose], request.status)
    queue_act_link(session, now, request, purpose)


def _refusable(session: Session, request: SupportRequest, assignment_id: str) -> Assignment:
    live = invitations.live_assignments(session, request.id)
    found = [assignment for assignment in live if str(assignment.id) == assignment_id]
    if not found:
        raise StepNotAllowed("refuse_expert", request.status)
    if request.refusal_used_at is not None:
        raise RefusalUsed
    return found[0]
