"""Add many shifts at once: a week repeated, or a file. All of them, or none."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.duty.change_roster import check_roster, finish
from service.actions.requests.own_case import OWNER_ROLES
from service.domain.actor import SYSTEM, Actor
from service.domain.duty import Shift, repeated
from service.domain.duty_file import FileShift, RowError, read_duty_file
from service.domain.errors import InvalidChoice
from service.domain.language import gettext as _
from service.storage import duty_shift, user_account
from service.storage.duty_shift import DutyShift


def repeat_shifts(
    session: Session, now: datetime, actor: Actor, shifts: Sequence[Shift], weeks: int
) -> int:
    """Plan the same shifts again in each of the next weeks; give how many were added.

    Raises InvalidChoice where there is nothing to repeat, and RosterRefused for an overlap or a
    gap.
    """
    if not shifts:
        raise InvalidChoice("weeks", _("In deze week staat geen dienst om te herhalen."))
    added = [shift for shift in repeated(shifts, weeks) if shift.ends_at > now]
    _add(session, now, added)
    finish(session, now, actor, "repeated", {"weeks": weeks, "shifts": len(added)})
    return len(added)


def import_roster(
    session: Session, now: datetime, text: str, *, dry_run: bool = False
) -> tuple[int, list[RowError]]:
    """Add the shifts of a CSV text; give how many, and the errors. With any error none is added.

    A shift that is over already is left out. Raises RosterRefused for an overlap or a gap.
    """
    rows, errors = read_duty_file(text)
    people = {user.email: user.id for user in user_account.with_role(session, *OWNER_ROLES)}
    errors += [
        RowError(row.row, "email", _("Dit is geen actieve coördinator of achterwacht."))
        for row in rows
        if row.email not in people
    ]
    if errors:
        return 0, sorted(errors, key=lambda error: error.row)
    added = _shifts(rows, people, now)
    if not dry_run:
        _add(session, now, added)
        finish(session, now, SYSTEM, "imported", {"shifts": len(added)})
    else:
        before = duty_shift.roster_from(session, now)
        check_roster(before, [*before, *added])
    return len(added), []


def _shifts(rows: Sequence[FileShift], people: Mapping[str, int], now: datetime) -> list[Shift]:
    found = [Shift(people[row.email], row.starts_at, row.ends_at) for row in rows]
    return [shift for shift in found if shift.ends_at > now]


def _add(session: Session, now: datetime, shifts: Sequence[Shift]) -> None:
    duty_shift.lock_roster(session)
    before = duty_shift.roster_from(session, now)
    check_roster(before, [*before, *shifts])
    session.add_all(
        DutyShift(user_id=shift.person_id, starts_at=shift.starts_at, ends_at=shift.ends_at)
        for shift in shifts
    )
