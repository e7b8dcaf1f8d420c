"""Gaps in the duty roster of the coming days."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from service.domain.alarm import AlarmKind, Finding
from service.domain.duty import SOON, WEEK_AHEAD, unstaffed
from service.storage import duty_shift


def roster_trouble(session: Session, now: datetime) -> Iterator[Finding]:
    """Give the stretches of the coming week in which nobody is on duty, the first one first.

    A gap is the same as long as its end is: its start moves on with the clock.
    """
    horizon = now + WEEK_AHEAD
    for start, end in unstaffed(duty_shift.roster_from(session, now), now, horizon):
        soon = start < now + SOON
        kind = AlarmKind.ROSTER_GAP_SOON if soon else AlarmKind.ROSTER_GAP_WEEK
        subject = end.isoformat() if end < horizon else "no-end"
        facts = {"start": start.isoformat(), "end": end.isoformat() if end < horizon else ""}
        yield Finding(kind, subject, facts)
