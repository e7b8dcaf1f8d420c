"""Who is proposed: how much soft objections and recent requests lower the rank."""

from datetime import datetime, timedelta

PROPOSED_AT_MOST = 20
SOFT_CONFLICT = 0.5
RECENTLY_ASKED = 0.5
RECENT = timedelta(days=30)


def penalty(soft_conflicts: int, last_asked_at: datetime | None, now: datetime) -> float:
    """Give what is taken off the score, in standard deviations of the pool.

    Somebody who was asked lately ranks lower rather than being banned; it wears off in a month.
    """
    recent = 0.0
    if last_asked_at is not None and now - last_asked_at < RECENT:
        recent = RECENTLY_ASKED * (1 - (now - last_asked_at) / RECENT)
    return soft_conflicts * SOFT_CONFLICT + recent
