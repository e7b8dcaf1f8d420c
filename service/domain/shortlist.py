"""Who is proposed: how much soft objections and earlier requests lower the rank."""

from datetime import datetime, timedelta

PROPOSED_AT_MOST = 20
SOFT_CONFLICT = 0.5
RECENTLY_ASKED = 0.5
RECENT = timedelta(days=30)
# Per invitation of this quarter after the first, and per request that was taken on.
ASKED_BEFORE, HELPED_BEFORE, OFTEN_AT_MOST = 0.1, 0.2, 0.5


def penalty(soft_conflicts: int, burden: float) -> float:
    """Give what is taken off the score, in standard deviations of the pool.

    Somebody who was asked lately or often ranks lower rather than being banned.
    """
    return soft_conflicts * SOFT_CONFLICT + burden


def burden(
    last_asked_at: datetime | None,
    now: datetime,
    asked_this_quarter: int = 0,
    helped_this_quarter: int = 0,
) -> float:
    """Give how much an expert was asked of late: the latest request, and how many this quarter.

    The latest wears off in a month.
    """
    recent = 0.0
    if last_asked_at is not None and now - last_asked_at < RECENT:
        recent = RECENTLY_ASKED * (1 - (now - last_asked_at) / RECENT)
    often = ASKED_BEFORE * max(asked_this_quarter - 1, 0) + HELPED_BEFORE * helped_this_quarter
    return recent + min(often, OFTEN_AT_MOST)
