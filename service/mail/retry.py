"""When a mail is tried again."""

from datetime import datetime, timedelta

_DELAYS = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
)
GIVE_UP_AFTER = timedelta(hours=24)


def next_attempt(
    now: datetime, queued_at: datetime, attempts: int, jitter: float
) -> datetime | None:
    """Give the moment of the next attempt; None when 24 hours have passed since queueing.

    Delays grow with the number of attempts made (1 or more). `jitter` is a factor around 1
    that keeps mails from all coming back at the same moment.
    """
    if now - queued_at >= GIVE_UP_AFTER:
        return None
    return now + _DELAYS[min(attempts, len(_DELAYS)) - 1] * jitter
