"""Limit how many requests the form stores, so that a flood does not bury those who wait."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.domain.throttle import EVERYWHERE, LIMITS, Attempt, TooManyAttempts
from service.domain.urgency import Urgency
from service.storage import attempt_count
from service.storage.request import SupportRequest


def limit_intake(
    session: Session, now: datetime, request: SupportRequest, source: str, per_hour: int
) -> None:
    """Count a request that was stored in this transaction; acute ones are let through longer.

    `source` is what `network_of` gives, `per_hour` how many may come from everywhere together.
    Raises TooManyAttempts; the transaction must be rolled back then, with the request.
    """
    acute = request.urgency == Urgency.U1
    for kind, subject, most in (
        (Attempt.INTAKE, source, LIMITS[Attempt.INTAKE].of(acute=acute)),
        (Attempt.ALL_INTAKE, EVERYWHERE, per_hour * (1 + acute)),
    ):
        until = attempt_count.take(session, now, kind, subject, most)
        if until is not None:
            raise TooManyAttempts(kind, until)
