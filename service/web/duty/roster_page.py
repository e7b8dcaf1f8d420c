"""The pages of the duty roster: one week, and one shift."""

from collections.abc import Callable

from flask import render_template, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from service.actions.requests.own_case import OWNER_ROLES
from service.domain.duty import WEEK_AHEAD, unstaffed
from service.storage import duty_event, duty_shift, user_account
from service.storage.duty_shift import DutyShift
from service.web import current
from service.web.duty.duty_words import log_lines
from service.web.duty.week_view import Week, chosen_week, roster_lines, week_of
from service.web.form_state import Form
from service.web.local_time import input_value

LOG_LENGTH = 20
Page = Callable[[Session, Form], str]


def asked_week() -> Week:
    """Give the week that the page or the form names; this week where it names none."""
    return chosen_week(request.values.get("week", ""), current.now())


def roster_page(session: Session, form: Form) -> str:
    """Give the page of a week."""
    now, week = current.now(), asked_week()
    shifts = duty_shift.shifts_from(session, now)
    return render_template(
        "duty/roster.html",
        week=week,
        this_week=chosen_week("", now),
        lines=roster_lines(session, now, week),
        ahead=unstaffed([row.as_shift() for row in shifts], now, now + WEEK_AHEAD),
        running=[row for row in shifts if row.starts_at <= now],
        person_options=_people(session),
        log=log_lines(session, duty_event.latest(session, LOG_LENGTH)),
        form=form,
    )


def shift_page(shift_id: int) -> Page:
    """Give the page of one shift, which is made once what to show in its form is known."""

    def page(session: Session, form: Form) -> str:
        now, row = current.now(), find_shift(session, shift_id)
        stored = {
            "person": [str(row.user_id)],
            "starts_at": [input_value(row.starts_at)],
            "ends_at": [input_value(row.ends_at)],
        }
        return render_template(
            "duty/shift.html",
            shift=row,
            running=row.starts_at <= now < row.ends_at,
            over=row.ends_at <= now,
            week=week_of(row.starts_at),
            person_options=_people(session),
            form=Form(stored | dict(form.typed), form.errors),
            plain=Form(stored),
        )

    return page


def find_shift(session: Session, shift_id: int, *, to_change: bool = False) -> DutyShift:
    """Give a shift, with the roster locked where it is to be changed; raises NotFound."""
    if to_change:
        found = duty_shift.for_changing(session, shift_id)
    else:
        found = session.get(DutyShift, shift_id)
    if found is None:
        raise NotFound
    return found


def _people(session: Session) -> list[tuple[str, str]]:
    return [(str(user.id), user.name) for user in user_account.with_role(session, *OWNER_ROLES)]
