"""Absences of experts that nobody has asked about for four weeks."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from expert_registry.availability import AMSTERDAM, REMINDER_AFTER, absence_reminder_due
from expert_registry.stored_profiles import profile_of
from expert_registry.tables import Expert
from service.domain.alarm import AlarmKind, Finding


def absence_trouble(session: Session, now: datetime) -> Iterator[Finding]:
    """Give the experts who take part and whose absence is to be confirmed, the longest away first.

    The subject is the id of the expert. Confirming the absence, ending it and its lapse after
    eight weeks (`expert_registry.availability`) each end the finding.
    """
    today = now.astimezone(AMSTERDAM).date()
    away = select(Expert).where(
        Expert.status == "active", Expert.unavailable_since <= today - REMINDER_AFTER
    )
    for expert in session.scalars(away.order_by(Expert.unavailable_since, Expert.id)):
        if absence_reminder_due(profile_of(expert), today):
            yield Finding(AlarmKind.ABSENCE_TO_CONFIRM, str(expert.id))
