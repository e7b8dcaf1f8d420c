"""Limit how often a log-in with a password or a code may fail, per source and per account."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.domain.throttle import Attempt, TooManyAttempts
from service.storage import attempt_count


def begin_log_in(session: Session, now: datetime, source: str, account: str) -> None:
    """Count one failed log-in ahead; to be called before a password or a code is looked at.

    In a transaction of its own, that ends before the look: so guesses that come at once are all
    counted. `source` is what `network_of` gives; `account` is what was typed, in lower case, also
    when there is no such account. Raises TooManyAttempts; then look at nothing. It says the same
    for an account that exists and one that does not.
    """
    for kind, subject in ((Attempt.LOG_IN, source), (Attempt.ACCOUNT_LOG_IN, account)):
        until = attempt_count.take(session, now, kind, subject)
        if until is not None:
            raise TooManyAttempts(kind, until)


def log_in_succeeded(session: Session, source: str, account: str) -> None:
    """Take back what `begin_log_in` counted; earlier failures stay counted."""
    attempt_count.give_back(session, Attempt.LOG_IN, source)
    attempt_count.give_back(session, Attempt.ACCOUNT_LOG_IN, account)
