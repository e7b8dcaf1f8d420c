"""Ask both sides to evaluate, at closing."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.mail.queue import ONE_LINK_PER, limit_asked_links, queue_mail
from service.actions.requests.change_status import record
from service.domain.actor import REQUESTER
from service.domain.step import Step
from service.storage import evaluation as evaluations
from service.storage import outbox_mail
from service.storage.evaluation import Evaluation
from service.storage.invitation import Assignment
from service.storage.mail_link import LinkPurpose
from service.storage.request import SupportRequest

REQUESTER_SIDE = "requester"
EXPERT_SIDE = "expert"


def ask_evaluations(
    session: Session, now: datetime, request: SupportRequest, helped: Sequence[Assignment]
) -> None:
    """Mail an evaluation link to the requester and each expert who helped."""
    ours = Evaluation(request_id=request.id, side=REQUESTER_SIDE, asked_at=now)
    theirs = [
        Evaluation(
            request_id=request.id, side=EXPERT_SIDE, assignment_id=assignment.id, asked_at=now
        )
        for assignment in helped
    ]
    session.add_all([ours, *theirs])
    session.flush()
    queue_mail(session, now, "evaluation_requester", request, evaluation=ours)
    for assignment, evaluation in zip(helped, theirs, strict=True):
        queue_mail(
            session,
            now,
            "evaluation_expert",
            request,
            to_expert_id=assignment.expert_id,
            assignment=assignment,
            evaluation=evaluation,
        )
    clocks.start_clock(session, now, request, Step.EVALUATION)


def waits_for_requester(session: Session, request: SupportRequest) -> Evaluation | None:
    """Give the evaluation that the requester was asked for last and did not answer yet."""
    asked = [e for e in evaluations.of_request(session, request.id) if e.side == REQUESTER_SIDE]
    return asked[-1] if asked and asked[-1].answered_at is None else None


def ask_requester_again(
    session: Session, now: datetime, request: SupportRequest, evaluation: Evaluation
) -> None:
    """Mail the link once more to the requester who asked for it; not within ten minutes.

    Raises TooManyAttempts.
    """
    mails = outbox_mail.of_request(session, request.id)
    sent = [mail.queued_at for mail in mails if mail.evaluation_id == evaluation.id]
    if sent and max(sent) > now - ONE_LINK_PER:
        return
    limit_asked_links(session, now, request)
    queue_mail(session, now, "evaluation_requester", request, evaluation=evaluation)
    facts = {"purpose": LinkPurpose.EVALUATE}
    record(session, now, request, "act_link_asked", REQUESTER, facts=facts)
