"""Hand the running shift over to a colleague, as one act."""

from datetime import datetime

from sqlalchemy.orm import Session

from service.actions.duty.change_roster import check_person, finish
from service.actions.mail.office_mail import queue_office_mail
from service.domain.actor import Actor
from service.domain.duty import handed_over
from service.domain.errors import InvalidChoice, ShiftOver
from service.domain.language import gettext as _
from service.storage.duty_shift import DutyShift


def hand_over_duty(
    session: Session, now: datetime, actor: Actor, row: DutyShift, person_id: int
) -> DutyShift:
    """Let somebody else be on duty from now until the end of the shift; both get a mail.

    `row` comes from duty_shift.for_changing. Raises ShiftOver unless the shift runs now, and
    InvalidChoice for a colleague who may not be on duty, or is already.
    """
    if not row.starts_at <= now < row.ends_at:
        raise ShiftOver
    check_person(session, "new_person", person_id)
    if person_id == row.user_id:
        raise InvalidChoice("new_person", _("Deze collega heeft nu al dienst."))
    former, (old, new) = row.user_id, handed_over(row.as_shift(), person_id, now)
    following = DutyShift(user_id=new.person_id, starts_at=new.starts_at, ends_at=new.ends_at)
    session.add(following)
    if old.is_real:
        row.ends_at = now
    else:
        session.delete(row)
    facts = {
        "from": former,
        "to": person_id,
        "at": now.isoformat(),
        "until": new.ends_at.isoformat(),
    }
    queue_office_mail(session, now, "duty_handed_over", (former, person_id), facts)
    finish(session, now, actor, "handed_over", facts)
    session.refresh(following)
    return following
