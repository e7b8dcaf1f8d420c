"""Remove the entries of the audit log that were kept long enough."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.audit.verify_log import verify_log
from service.domain.actor import SYSTEM
from service.domain.audit_chain import Break, End
from service.domain.audit_checkpoint import Checkpoint, expires_before
from service.domain.audit_kind import AuditKind, Subject
from service.storage import audit_checkpoint, audit_entry, audit_head, legal_hold


class LogIsBroken(Exception):
    """Nothing may expire from a log that is not whole: the evidence would go with it."""

    def __init__(self, broken: Break) -> None:
        super().__init__(f"the audit log is broken at entry {broken.position}")
        self.broken = broken


def expire_log(session: Session, now: datetime) -> int:
    """Remove what is older than three years and leave a signed checkpoint; give how many went.

    What was told since the oldest request with a legal hold came in stays. The log tells of it.
    Raises LogIsBroken.
    """
    audit_head.lock(session)
    if broken := verify_log(session).broken:
        raise LogIsBroken(broken)
    last = _last_to_go(session, now)
    if last is None:
        return 0
    audit_checkpoint.sign(session, Checkpoint(last.position, last.hash, now))
    subject = Subject.AUDIT, last.position
    audit_entry.note(session, now, SYSTEM, AuditKind.EXPIRED, "three_years", *subject)
    return audit_checkpoint.remove_until(session, last.position)


def something_expires(session: Session, now: datetime) -> bool:
    """Say whether an entry is old enough, without looking the log through or locking its end."""
    return _last_to_go(session, now) is not None


def _last_to_go(session: Session, now: datetime) -> End | None:
    held_since = legal_hold.first_submission(session)
    before = min(expires_before(now), held_since or now)
    return audit_checkpoint.last_expired(session, before)
