"""What stays of entries of the audit log that expired: their last hash, sealed."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

KEPT_YEARS = 3


@dataclass(frozen=True)
class Checkpoint:
    """Up to and including this place the entries expired, by a decision of `made_at` (aware)."""

    position: int
    hash: str
    made_at: datetime

    @property
    def words(self) -> str:
        """Give what is signed by sealing it: all of it, as JSON."""
        at = self.made_at.astimezone(UTC).isoformat(timespec="microseconds")
        return json.dumps([self.position, self.hash, at], separators=(",", ":"))


def expires_before(now: datetime) -> datetime:
    """Give the moment (UTC) before which entries may go: three years ago."""
    now = now.astimezone(UTC)
    day = 28 if (now.month, now.day) == (2, 29) else now.day
    return now.replace(year=now.year - KEPT_YEARS, day=day)
