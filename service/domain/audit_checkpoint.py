"""What stays of entries of the audit log that expired: their last hash, signed."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime

KEPT_YEARS = 3
_PURPOSE = b"audit checkpoint"


@dataclass(frozen=True)
class Checkpoint:
    """Up to and including this place the entries expired, by a decision of `made_at` (aware)."""

    position: int
    hash: str
    made_at: datetime


def expires_before(now: datetime) -> datetime:
    """Give the moment (UTC) before which entries may go: three years ago."""
    now = now.astimezone(UTC)
    day = 28 if (now.month, now.day) == (2, 29) else now.day
    return now.replace(year=now.year - KEPT_YEARS, day=day)


def signature(secret_key: str, checkpoint: Checkpoint) -> str:
    """Give the HMAC-SHA-256 (64 hexadecimal digits) with a key made from that of the program."""
    own_key = hmac.digest(secret_key.encode(), _PURPOSE, hashlib.sha256)
    at = checkpoint.made_at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps([checkpoint.position, checkpoint.hash, at], separators=(",", ":"))
    return hmac.new(own_key, text.encode(), hashlib.sha256).hexdigest()


def is_genuine(secret_key: str, checkpoint: Checkpoint, signed: str) -> bool:
    """Say whether the program signed it with this key."""
    return hmac.compare_digest(signature(secret_key, checkpoint).encode(), signed.encode())
