"""The clocks of cases in words: what is due, when, and how much time is left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from service.domain.language import gettext as _
from service.domain.step import Step
from service.storage.deadline import Deadline
from service.storage.invitation import Assignment, Invitation
from service.web.triage.time_left import time_left

RUNNING, WARNED, LATE, PAUSED = "running", "warned", "late", "paused"


@dataclass(frozen=True)
class ClockLine:
    """One running clock; `state` is running, warned, late or paused. `with_whom`: who is to act."""

    label: str
    due_at: datetime
    left: str
    state: str
    expert_name: str = ""
    with_whom: str = ""


def clock_line(
    row: Deadline, now: datetime, expert_name: str = "", owner_name: str = ""
) -> ClockLine:
    """Give a running deadline in words; the name where it is about one expert."""
    state = _state(row, now)
    return ClockLine(
        label=Step(row.step).label,
        due_at=row.due_at,
        left=_("staat stil") if state == PAUSED else time_left(row.due_at, now),
        state=state,
        expert_name=expert_name,
        with_whom=_with_whom(row, expert_name, owner_name),
    )


def running_clocks(
    rows: Iterable[Deadline],
    now: datetime,
    invitations: Iterable[Invitation],
    assignments: Iterable[Assignment],
    owner_name: str = "",
) -> list[ClockLine]:
    """Give the clocks that people must act on, first due first; the receipt is the machine's."""
    invited: dict[int | None, str] = {found.id: found.expert.name for found in invitations}
    assigned: dict[int | None, str] = {found.id: found.expert.name for found in assignments}
    return [
        clock_line(
            row,
            now,
            invited.get(row.invitation_id, "") or assigned.get(row.assignment_id, ""),
            owner_name,
        )
        for row in rows
        if row.running and row.step != Step.RECEIPT
    ]


def _with_whom(row: Deadline, expert_name: str, owner_name: str) -> str:
    if row.paused:
        return _("de gemeente")
    if row.step == Step.PARTNER_CONSENT:
        return _("de partner")
    if expert_name and row.step in (Step.EXPERT_REACTION, Step.FIRST_CONTACT):
        return expert_name
    return owner_name or _("het bureau")


def _state(row: Deadline, now: datetime) -> str:
    if row.paused:
        return PAUSED
    if now >= row.due_at:
        return LATE
    return WARNED if now >= row.warn_at else RUNNING
