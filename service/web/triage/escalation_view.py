"""What of a case is late and was told to somebody, and who takes it up until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.deadlines.acknowledge_escalation import KIND, escalated
from service.domain.language import gettext as _
from service.domain.service_agreement import Level
from service.domain.step import Step
from service.storage.deadline import Deadline
from service.storage.history_event import HistoryEvent
from service.web.triage.history_sentences import LEVEL
from service.web.triage.history_view import names_for


@dataclass(frozen=True)
class Escalation:
    """The late steps, the highest level that was told, and who is on it (empty: nobody)."""

    steps: list[str]
    level: str
    taken_by: str
    quiet_until: datetime | None


def escalation_of(
    session: Session, now: datetime, rows: Sequence[Deadline], events: Sequence[HistoryEvent]
) -> Escalation | None:
    """Give what is escalated now; None when nothing is."""
    late = escalated(rows)
    if not late:
        return None
    levels = [Level(row.escalated_to) for row in late if row.escalated_to]
    silences = [row.quiet_until for row in late if row.quiet_until and row.quiet_until > now]
    quiet = len(silences) == len(late)
    taken = [event for event in events if event.kind == KIND]
    return Escalation(
        steps=list(dict.fromkeys(Step(row.step).label for row in late)),
        level=_(LEVEL[max(levels, key=list(Level).index)]),
        taken_by=names_for(session, taken).actor(taken[-1]) if quiet and taken else "",
        quiet_until=min(silences) if quiet else None,
    )
