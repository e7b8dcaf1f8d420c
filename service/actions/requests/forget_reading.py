"""Forget what was read from the text of a request: vector, reasons, figures, suggestions."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from service.storage import request_vector
from service.storage.match_run import Candidate, MatchRun
from service.storage.request import SupportRequest

DERIVED = ("themes", "support_kinds", "knowledge", "similar", "obstacles")


def forget_reading(session: Session, request: SupportRequest) -> None:
    """Empty everything that was derived from the text, in all rankings of the request."""
    runs = session.query(MatchRun.id).filter_by(request_id=request.id)
    read = update(Candidate).where(Candidate.match_run_id.in_(runs))
    session.execute(read.values(reasons=[], features={}))
    session.execute(
        update(MatchRun)
        .where(MatchRun.request_id == request.id)
        .values({name: [] for name in DERIVED})
    )
    request_vector.forget(session, request.id)
