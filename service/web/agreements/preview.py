"""What a new version would change: the due moments of requests, before it is adopted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from service.domain.agreement_words import term_text
from service.domain.counted_time import how_counted
from service.domain.response_time import Terms
from service.domain.service_agreement import ServiceAgreement
from service.domain.step import Step
from service.domain.urgency import Urgency
from service.storage.public_holidays import closed_days_from


@dataclass(frozen=True)
class DueLine:
    """One step: its term and due moment (UTC) under both versions, and how the new was counted."""

    label: str
    old_term: str
    new_term: str
    old_due: datetime
    new_due: datetime
    counted: str

    @property
    def changed(self) -> bool:
        """Say whether the step would be due at another moment."""
        return self.old_due != self.new_due


@dataclass(frozen=True)
class DueTable:
    """The steps of a request of one urgency that comes in at one moment."""

    urgency: Urgency
    lines: Sequence[DueLine]

    @property
    def changes(self) -> int:
        """Give how many steps would be due at another moment."""
        return sum(line.changed for line in self.lines)


def due_tables(
    old: ServiceAgreement, new: ServiceAgreement, at: datetime, partner: str | None
) -> list[DueTable]:
    """Give a table per urgency for a request that comes in at this moment (aware).

    Each step is counted as if what starts it happened then; an acute request as if somebody is
    on duty. The own hours and terms of the partner count where one is given.
    """
    closed_by_old, closed_by_new = closed_days_from(at, old), closed_days_from(at, new)
    tables = []
    for urgency in Urgency:
        terms = Terms(old, urgency, closed_by_old), Terms(new, urgency, closed_by_new)
        tables.append(DueTable(urgency, [_line(*terms, step, at, partner) for step in Step]))
    return tables


def _line(old: Terms, new: Terms, step: Step, at: datetime, partner: str | None) -> DueLine:
    new_due = new.due(step, at, partner)
    return DueLine(
        label=step.label,
        old_term=term_text(old.agreement.term(old.urgency, step, partner)),
        new_term=term_text(new.agreement.term(new.urgency, step, partner)),
        old_due=old.due(step, at, partner),
        new_due=new_due,
        counted=how_counted(new.clock(step, at, partner), new_due),
    )
