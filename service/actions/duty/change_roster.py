"""Add, change and remove shifts; nobody may overlap, and a new gap wants confirmation."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from service.actions.duty.move_waiting_clocks import move_waiting_clocks
from service.actions.requests.own_case import OWNER_ROLES
from service.domain.actor import Actor
from service.domain.duty import Shift, new_gaps, overlaps, place
from service.domain.errors import GapNotConfirmed, InvalidChoice, RosterRefused, ShiftOver
from service.domain.language import gettext as _
from service.domain.opening_hours import Interval
from service.domain.time_errors import Problem
from service.storage import duty_event, duty_shift
from service.storage.duty_shift import DutyShift
from service.storage.user_account import UserAccount


def add_shift(
    session: Session, now: datetime, actor: Actor, shift: Shift, *, gap_confirmed: bool = False
) -> DutyShift:
    """Put somebody on duty.

    Raises InvalidChoice, RosterRefused for an overlap, and GapNotConfirmed.
    """
    duty_shift.lock_roster(session)
    check_person(session, "person", shift.person_id)
    _check_moments(now, shift)
    before = duty_shift.roster_from(session, now)
    check_roster(before, [*before, shift], gap_confirmed=gap_confirmed)
    row = DutyShift(user_id=shift.person_id, starts_at=shift.starts_at, ends_at=shift.ends_at)
    session.add(row)
    finish(session, now, actor, "added", facts_of(shift))
    return row


def change_shift(
    session: Session,
    now: datetime,
    actor: Actor,
    row: DutyShift,
    shift: Shift,
    *,
    gap_confirmed: bool = False,
) -> None:
    """Change a shift to come; of a running one only the end.

    `row` comes from duty_shift.for_changing. Raises ShiftOver, and as add_shift does.
    """
    running = row.starts_at <= now
    if row.ends_at <= now or (
        running and (shift.person_id, shift.starts_at) != (row.user_id, row.starts_at)
    ):
        raise ShiftOver
    check_person(session, "person", shift.person_id)
    if shift.ends_at <= shift.starts_at or shift.ends_at < now:
        raise InvalidChoice("ends_at", _("Deze dienst eindigt voor het begin."))
    before = duty_shift.roster_from(session, now)
    others = _without(before, row)
    check_roster(before, [*others, shift], gap_confirmed=gap_confirmed)
    old = facts_of(row.as_shift())
    row.user_id, row.starts_at, row.ends_at = shift.person_id, shift.starts_at, shift.ends_at
    finish(session, now, actor, "changed", facts_of(shift) | {"before": old})


def remove_shift(
    session: Session, now: datetime, actor: Actor, row: DutyShift, *, gap_confirmed: bool = False
) -> None:
    """Take a shift to come (from duty_shift.for_changing) out of the roster.

    Raises ShiftOver and GapNotConfirmed.
    """
    if row.starts_at <= now:
        raise ShiftOver
    before = duty_shift.roster_from(session, now)
    check_roster(before, _without(before, row), gap_confirmed=gap_confirmed)
    facts = facts_of(row.as_shift())
    session.delete(row)
    finish(session, now, actor, "removed", facts)


def check_roster(
    before: Sequence[Shift], after: Sequence[Shift], *, gap_confirmed: bool = False
) -> None:
    """Raise RosterRefused for an overlap, and GapNotConfirmed for a gap that was none before."""
    known = set(overlaps(before))
    doubles = [stretch for stretch in overlaps(after) if stretch not in known]
    if doubles:
        raise RosterRefused(_problems(doubles, _("Er hebben twee mensen dienst.")))
    holes = new_gaps(before, after)
    if holes and not gap_confirmed:
        raise GapNotConfirmed(_problems(holes, _("Er heeft niemand dienst.")))


def check_person(session: Session, field: str, person_id: int) -> None:
    """Raise InvalidChoice, for that field, unless this is an active coordinator or deputy."""
    person = session.get(UserAccount, person_id)
    if person is None or not person.active or person.role not in OWNER_ROLES:
        raise InvalidChoice(field, _("Kies een coördinator uit de lijst."))


def facts_of(shift: Shift) -> dict[str, Any]:
    """Give a shift as it stands in the log of the roster."""
    return {
        "person": shift.person_id,
        "starts_at": shift.starts_at.isoformat(),
        "ends_at": shift.ends_at.isoformat(),
    }


def finish(session: Session, now: datetime, actor: Actor, kind: str, facts: dict[str, Any]) -> None:
    """Log the change, and let acute cases that wait for a shift follow the new roster."""
    session.flush()
    duty_event.append(session, now, kind, actor, facts)
    move_waiting_clocks(session, now, actor)


def _check_moments(now: datetime, shift: Shift) -> None:
    if not shift.is_real:
        raise InvalidChoice("ends_at", _("Deze dienst eindigt voor het begin."))
    if shift.ends_at <= now:
        raise InvalidChoice("ends_at", _("Deze dienst is al voorbij."))


def _without(shifts: Sequence[Shift], row: DutyShift) -> list[Shift]:
    left = list(shifts)
    if row.as_shift() in left:
        left.remove(row.as_shift())
    return left


def _problems(stretches: Sequence[Interval], reason: str) -> list[Problem]:
    return [Problem(place(stretch), reason) for stretch in stretches]
