"""Counts what a visitor tried in vain, and stops who goes on trying."""

from service.database import reading, writing
from service.domain.throttle import Attempt, TooManyAttempts
from service.storage import attempt_count
from service.web import current


def note_failure(kind: Attempt) -> None:
    """Count a failure of where this visitor comes from. Raises TooManyAttempts after too many.

    Who is stopped costs no write any more: it is looked up first.
    """
    engine, now, source = current.engine(), current.now(), current.source()
    with reading(engine) as session:
        until = attempt_count.full_until(session, now, kind, source)
    if until is None:
        with writing(engine) as session:
            until = attempt_count.take(session, now, kind, source)
    if until is not None:
        raise TooManyAttempts(kind, until)
