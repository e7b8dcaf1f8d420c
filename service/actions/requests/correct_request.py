"""Correct themes, kinds of support, phase and urgency of a request."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines import clocks
from service.actions.requests.change_status import check_open, record
from service.domain.actor import Actor
from service.domain.intake import Phase
from service.domain.urgency import Urgency
from service.domain.wave import default_parallel
from service.storage.request import SupportRequest


def correct_tags(
    session: Session,
    now: datetime,
    request: SupportRequest,
    actor: Actor,
    themes: Sequence[str],
    support_kinds: Sequence[str],
    phase: Phase,
    urgency: Urgency,
) -> None:
    """Store the corrected tags and rank again; another urgency restarts the open clocks now."""
    check_open(request, "correct_tags")
    changed_urgency = request.urgency != urgency
    before = _tags(request)
    request.themes, request.support_kinds = list(themes), list(support_kinds)
    request.phase, request.urgency = phase, urgency
    if _tags(request) == before:
        return
    record(
        session, now, request, "correct_tags", actor, facts={"from": before, "to": _tags(request)}
    )
    if not request.held and request.text():
        request.ranking_due_at = now
    if changed_urgency:
        at_once = default_parallel(urgency, request.places)
        request.parallel = max(request.parallel, at_once)
        clocks.restart_for_urgency(session, now, request)


def _tags(request: SupportRequest) -> dict[str, list[str] | str]:
    return {
        "themes": list(request.themes),
        "support_kinds": list(request.support_kinds),
        "phase": request.phase,
        "urgency": request.urgency,
    }
