"""Store an answered evaluation."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.evaluation.ask_evaluations import REQUESTER_SIDE
from service.actions.requests.change_status import change_status, record
from service.domain.actor import REQUESTER, Actor, expert
from service.domain.errors import InvalidChoice
from service.domain.language import gettext as _
from service.domain.request_status import Act, Status
from service.storage import evaluation as evaluations
from service.storage import request as requests
from service.storage.evaluation import Evaluation
from service.storage.invitation import Assignment

MOST_HOURS = 200.0


def record_evaluation(
    session: Session,
    now: datetime,
    evaluation: Evaluation,
    *,
    usefulness: int,
    would_use_again: bool,
    helped_decision: bool | None,
    hours: float | None,
    lessons: str,
) -> None:
    """Store the answer once; when every side has answered the request is evaluated.

    Raises InvalidChoice (fields `usefulness`, `hours`).
    """
    request = requests.lock(session, evaluation.request_id)
    session.refresh(evaluation)
    if evaluation.answered_at is not None:
        return
    if not 1 <= usefulness <= 5:
        raise InvalidChoice("usefulness", _("Kies een cijfer van 1 tot en met 5."))
    if hours is not None and not 0 <= hours <= MOST_HOURS:
        raise InvalidChoice("hours", _("Vul een aantal uren in tussen 0 en 200."))
    evaluation.answered_at = now
    evaluation.usefulness, evaluation.would_use_again = usefulness, would_use_again
    evaluation.helped_decision, evaluation.hours = helped_decision, hours
    evaluation.lessons = lessons.strip()
    actor = _actor(session, evaluation)
    record(session, now, request, "evaluation_answered", actor, facts={"side": evaluation.side})
    session.flush()
    asked = evaluations.of_request(session, request.id)
    waiting = [e for e in asked if e.answered_at is None and e.asked_at == request.closed_at]
    if not waiting and request.status == Status.CLOSED:
        change_status(session, now, request, Act.EVALUATE, actor)


def _actor(session: Session, evaluation: Evaluation) -> Actor:
    if evaluation.side == REQUESTER_SIDE:
        return REQUESTER
    return expert(session.get_one(Assignment, evaluation.assignment_id).expert_id)
