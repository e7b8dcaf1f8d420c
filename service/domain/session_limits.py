"""How long a session of somebody who logged in lasts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

FRESH_FOR = timedelta(minutes=15)
"""For sensitive acts somebody proved who they are no longer ago than this."""

SEEN_EVERY = timedelta(minutes=1)
"""That a session is in use is written down no more often than this."""

MOST_WRONG_CODES = 5
"""After so many wrong codes one begins again with the password."""


@dataclass(frozen=True)
class SessionLimits:
    """A session ends when it was not used for `idle`, and at the latest after `absolute`."""

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=12)

    def over(self, created_at: datetime, last_seen_at: datetime, now: datetime) -> bool:
        """Say whether a session has ended by itself; it has at the limit exactly."""
        return now - last_seen_at >= self.idle or now - created_at >= self.absolute


def is_fresh(confirmed_at: datetime, now: datetime) -> bool:
    """Say whether somebody proved lately enough who they are."""
    return now - confirmed_at < FRESH_FOR
