"""Claim the next notice for sending, and record what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from service.domain.alarm import AlarmKind
from service.domain.channel import Channels
from service.domain.language import gettext as _
from service.domain.step import Step
from service.domain.throttle import LIMITS, Attempt
from service.storage import attempt_count
from service.storage import notice as notices
from service.storage.deadline import Deadline
from service.storage.notice import Notice
from service.storage.outbox_mail import MailState

# Longer than a channel may take; then the worker that claimed the notice has died.
LEASE = timedelta(seconds=60)
_DELAYS = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 300, 600))
GIVE_UP_AFTER = timedelta(hours=1)
NO_SUCH_CHANNEL = "no-such-channel"
FLOOD = "flood"


@dataclass(frozen=True)
class PreparedNotice:
    """A claimed notice; without a channel there is nothing to send (any more)."""

    notice_id: int
    attempt: int
    url: str | None
    text: str


def prepare_notice(session: Session, now: datetime, channels: Channels) -> PreparedNotice | None:
    """Claim the notice that is due first; None when none is due.

    One whose step was done meanwhile is cancelled; one whose channel is gone fails. In a flood
    one says that there are many, and the rest is left out.
    """
    claimed = notices.claim_due(session, now, limit=1)
    if not claimed:
        return None
    notice = claimed[0]
    url = {channel.name: channel.url for channel in channels}.get(notice.channel)
    if not _still_needed(session, notice):
        url, notice.state, notice.next_attempt_at = None, MailState.CANCELLED, None
    elif url is None:
        _give_up(notice, NO_SUCH_CHANNEL)
    elif notice.attempts == 0 and _one_too_many(session, now, notice):
        url, notice.state, notice.next_attempt_at = None, MailState.SUMMARISED, None
    else:
        notice.state, notice.next_attempt_at = MailState.SENDING, now + LEASE
        notice.attempts += 1
    return PreparedNotice(notice.id, notice.attempts, url, text_of(notice))


def record_sent(session: Session, now: datetime, prepared: PreparedNotice) -> None:
    """Record that the channel took the notice over."""
    notice = _locked(session, prepared)
    notice.state, notice.next_attempt_at, notice.last_error = MailState.SENT, None, None
    notice.sent_at = notice.sent_at or now


def record_failure(session: Session, now: datetime, prepared: PreparedNotice, code: str) -> None:
    """Record that the channel did not take it; try again with growing delays, for an hour."""
    notice = _locked(session, prepared)
    if notice.state != MailState.SENDING or notice.attempts != prepared.attempt:
        return
    if now - notice.queued_at >= GIVE_UP_AFTER:
        _give_up(notice, code)
        return
    delay = _DELAYS[min(notice.attempts, len(_DELAYS)) - 1]
    notice.state, notice.next_attempt_at = MailState.QUEUED, now + delay
    notice.last_error = code


def text_of(notice: Notice) -> str:
    """Give what a channel shows: reference, urgency and step, or the kind of trouble."""
    if notice.kind == FLOOD:
        return _("Schakel: heel veel meldingen tegelijk. Kijk in de wachtrij.")
    if notice.kind == "alarm":
        known = notice.reference in set(AlarmKind)
        trouble = AlarmKind(notice.reference).label if known else notice.reference
        return _("Schakel: {trouble}.").format(trouble=trouble)
    sentence = {
        "deadline_warning": _("{reference} ({urgency}): de tijd is bijna om voor {step}."),
        "deadline_breach": _("{reference} ({urgency}): te laat met {step}."),
    }[notice.kind]
    step = Step(notice.facts["step"]).label
    return sentence.format(reference=notice.reference, urgency=notice.facts["urgency"], step=step)


def _one_too_many(session: Session, now: datetime, notice: Notice) -> bool:
    """Count the notice; the first one too many becomes the one that tells of the flood."""
    most = LIMITS[Attempt.NOTICE].most
    if attempt_count.take(session, now, Attempt.NOTICE, notice.channel, most) is None:
        return False
    if attempt_count.take(session, now, Attempt.NOTICE, notice.channel, most + 1) is None:
        notice.kind = FLOOD
    return notice.kind != FLOOD


def _still_needed(session: Session, notice: Notice) -> bool:
    deadline_id = notice.facts.get("deadline_id")
    found = session.get(Deadline, deadline_id) if deadline_id else None
    return found is None or found.running


def _give_up(notice: Notice, code: str) -> None:
    notice.state, notice.next_attempt_at, notice.last_error = MailState.FAILED, None, code


def _locked(session: Session, prepared: PreparedNotice) -> Notice:
    return session.get_one(Notice, prepared.notice_id, with_for_update=True, populate_existing=True)
