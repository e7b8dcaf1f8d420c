"""Ask both sides to evaluate, at closing."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.mail.queue import queue_mail
from service.domain.step import Step
from service.storage.evaluation import Evaluation
from service.storage.invitation import Assignment
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
