"""What a new version would change: the due moments of requests, before it is adopted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from service.domain.agreement_words import term_text
from service.domain.counted_time import how_counted
from service.domain.response_time import clock, due
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
    return [
        DueTable(urgency, [_line(old, new, urgency, step, at, partner) for step in Step])
        for urgency in Urgency
    ]


def _line(
    old: ServiceAgreement,
    new: ServiceAgreement,
    urgency: Urgency,
    step: Step,
    at: datetime,
    partner: str | None,
) -> DueLine:
    holidays = closed_days_from(at, new)
    new_due = due(new, urgency, step, at, holidays, (), partner)
    running = clock(new, urgency, step, at, holidays, (), partner)
    return DueLine(
        label=step.label,
        old_term=term_text(old.term(urgency, step, partner)),
        new_term=term_text(new.term(urgency, step, partner)),
        old_due=due(old, urgency, step, at, closed_days_from(at, old), (), partner),
        new_due=new_due,
        counted=how_counted(running, new_due),
    )
