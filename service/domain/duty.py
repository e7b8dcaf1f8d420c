"""The duty roster: who is on duty, from when somebody is, its gaps and overlaps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from service.domain.opening_hours import AMSTERDAM, Interval
from service.domain.working_time import same_clock_time

SOON = timedelta(hours=72)
WEEK_AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Shift:
    """One person on duty from the start until, not including, the end (UTC)."""

    person_id: int
    starts_at: datetime
    ends_at: datetime

    @property
    def is_real(self) -> bool:
        """Say whether it ends after it began."""
        return self.starts_at < self.ends_at


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


def unstaffed(shifts: Sequence[Shift], start: datetime, end: datetime) -> tuple[Interval, ...]:
    """Give the stretches (UTC) between two moments in which nobody is on duty, in order."""
    found: list[Interval] = []
    covered = start
    for shift in _in_order(shifts):
        if covered >= end:
            break
        if covered < shift.starts_at:
            found.append((covered, min(shift.starts_at, end)))
        covered = max(covered, shift.ends_at)
    if covered < end:
        found.append((covered, end))
    return tuple(found)


def gaps(shifts: Sequence[Shift]) -> tuple[Interval, ...]:
    """Give the stretches (UTC) between the first and the last shift without anybody on duty."""
    real = _in_order(shifts)
    if not real:
        return ()
    return unstaffed(real, real[0].starts_at, max(shift.ends_at for shift in real))


def overlaps(shifts: Sequence[Shift]) -> tuple[Interval, ...]:
    """Give the stretches (UTC) in which a shift runs while an earlier one does, in order."""
    found: list[Interval] = []
    real = _in_order(shifts)
    covered = real[0].ends_at if real else None
    for shift in real[1:]:
        if covered is not None and covered > shift.starts_at:
            found.append((shift.starts_at, min(covered, shift.ends_at)))
        covered = max(covered, shift.ends_at) if covered else shift.ends_at
    return tuple(found)


def new_gaps(before: Sequence[Shift], after: Sequence[Shift]) -> tuple[Interval, ...]:
    """Give the unstaffed stretches (UTC) that a change of the roster makes, in order.

    That is time that was staffed before, and a gap between shifts that was none. A gap that
    only becomes smaller is not new.
    """
    lost = [gap for s in _in_order(before) for gap in unstaffed(after, s.starts_at, s.ends_at)]
    known = gaps(before)
    fresh = [gap for gap in gaps(after) if not _within_any(gap, known)]
    return tuple(fresh) + tuple(gap for gap in _joined(lost) if not _within_any(gap, fresh))


def handed_over(shift: Shift, person_id: int, now: datetime) -> tuple[Shift, Shift]:
    """Give the two halves of a running shift: of who had it until now, and of who has it next."""
    return replace(shift, ends_at=now), Shift(person_id, now, shift.ends_at)


def repeated(shifts: Sequence[Shift], weeks: int) -> list[Shift]:
    """Give the same shifts again in each of the next weeks, at the same clock times in Amsterdam.

    Where the clock changes a shift lasts an hour longer or shorter.
    """
    return [
        Shift(
            shift.person_id,
            same_clock_time(shift.starts_at, 7 * week),
            same_clock_time(shift.ends_at, 7 * week),
        )
        for week in range(1, weeks + 1)
        for shift in shifts
    ]


def place(stretch: Interval) -> str:
    """Give where in the roster something is, on the clock of Amsterdam."""
    texts = (f"{at.astimezone(AMSTERDAM):%d-%m-%Y %H:%M}" for at in stretch)
    return " – ".join(texts)


def _in_order(shifts: Iterable[Shift]) -> list[Shift]:
    return sorted((s for s in shifts if s.is_real), key=lambda s: (s.starts_at, s.ends_at))


def _joined(stretches: Iterable[Interval]) -> list[Interval]:
    joined: list[Interval] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _within_any(stretch: Interval, others: Iterable[Interval]) -> bool:
    return any(start <= stretch[0] and stretch[1] <= end for start, end in others)
