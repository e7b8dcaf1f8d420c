"""The duty roster: who is on duty, from when somebody is, and what is wrong with a roster."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from service.domain.language import gettext as _
from service.domain.opening_hours import AMSTERDAM
from service.domain.time_errors import Problem


@dataclass(frozen=True)
class Shift:
    """One person on duty from the start until, not including, the end (UTC)."""

    person_id: int
    starts_at: datetime
    ends_at: datetime


def on_duty(shifts: Sequence[Shift], at: datetime) -> Shift | None:
    """Give the shift that runs at this moment; of two, the one that began last."""
    running = [shift for shift in shifts if shift.starts_at <= at < shift.ends_at]
    return max(running, key=lambda shift: shift.starts_at, default=None)


def staffed_from(shifts: Sequence[Shift], at: datetime) -> datetime | None:
    """Give the first moment (UTC), not before this one, at which somebody is on duty.

    None when no shift runs or follows. An acute clock that starts while nobody is on duty
    starts at that moment.
    """
    if on_duty(shifts, at) is not None:
        return at
    later = (s.starts_at for s in shifts if at < s.starts_at < s.ends_at)
    return min(later, default=None)


def roster_problems(shifts: Sequence[Shift]) -> tuple[Problem, ...]:
    """Give the empty shifts, gaps and overlaps of a roster, with the place of each in Dutch."""
    problems = [
        Problem(_place(shift.starts_at, shift.ends_at), _("Deze dienst eindigt voor het begin."))
        for shift in shifts
        if shift.ends_at <= shift.starts_at
    ]
    real = sorted(
        (shift for shift in shifts if shift.starts_at < shift.ends_at),
        key=lambda shift: shift.starts_at,
    )
    covered = real[0].ends_at if real else None
    for shift in real[1:]:
        if covered is not None and covered < shift.starts_at:
            place = _place(covered, shift.starts_at)
            problems.append(Problem(place, _("Er heeft niemand dienst.")))
        elif covered is not None and covered > shift.starts_at:
            place = _place(shift.starts_at, min(covered, shift.ends_at))
            problems.append(Problem(place, _("Er hebben twee mensen dienst.")))
        covered = max(covered, shift.ends_at) if covered else shift.ends_at
    return tuple(problems)


def _place(start: datetime, end: datetime) -> str:
    texts = (f"{at.astimezone(AMSTERDAM):%d-%m-%Y %H:%M}" for at in (start, end))
    return " – ".join(texts)
