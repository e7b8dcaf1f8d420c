"""The duty roster: who is on call when, and every change of it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from marshmallow import Schema, ValidationError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.actions.duty.add_shifts import repeat_shifts
from service.actions.duty.change_roster import add_shift, change_shift, remove_shift
from service.actions.duty.hand_over_duty import hand_over_duty
from service.database import reading, writing
from service.domain.errors import (
    GapNotConfirmed,
    InvalidChoice,
    Refusal,
    RosterRefused,
    ShiftOver,
)
from service.domain.language import gettext as _
from service.domain.language import ngettext
from service.storage import duty_shift
from service.web import current
from service.web.accounts.current_user import logged_in_user
from service.web.accounts.desk_context import desk_context
from service.web.duty.duty_forms import (
    HandOverForm,
    RemoveForm,
    RepeatForm,
    ShiftForm,
    is_sure,
    shift_of,
)
from service.web.duty.roster_page import Page, asked_week, find_shift, roster_page, shift_page
from service.web.form_fields import errors_of, read
from service.web.form_state import Form, as_typed

blueprint = Blueprint("duty", __name__, url_prefix="/bureau/piket")
blueprint.context_processor(desk_context)

Answer = Response | tuple[str, int]
Values = dict[str, Any]


@blueprint.get("")
def roster() -> str:
    """Show one week of the roster."""
    with reading(current.engine()) as session:
        return roster_page(session, Form())


@blueprint.get("/<int(max=2147483647):shift_id>")
def shift(shift_id: int) -> str:
    """Show one shift, to change or remove it."""
    with reading(current.engine()) as session:
        return shift_page(shift_id)(session, Form())


@blueprint.post("/toevoegen")
def add() -> Answer:
    """Put somebody on duty."""

    def do(session: Session, values: Values) -> str:
        sure, actor = is_sure(values), logged_in_user().actor
        add_shift(session, current.now(), actor, shift_of(values), gap_confirmed=sure)
        return _("De dienst staat op het rooster.")

    return _carry_out(ShiftForm(), do, roster_page)


@blueprint.post("/overdragen/<int(max=2147483647):shift_id>")
def hand_over(shift_id: int) -> Answer:
    """Let a colleague take over the running shift."""

    def do(session: Session, values: Values) -> str:
        row, actor = find_shift(session, shift_id, to_change=True), logged_in_user().actor
        new = hand_over_duty(session, current.now(), actor, row, values["new_person"])
        return _("{name} heeft nu dienst en krijgt een mail.").format(name=new.user.name)

    return _carry_out(HandOverForm(), do, roster_page)


@blueprint.post("/herhalen")
def repeat() -> Answer:
    """Plan the shifts of a week again in the next weeks."""

    def do(session: Session, values: Values) -> str:
        start, end = asked_week().moments()
        rows = [row for row in duty_shift.between(session, start, end) if row.starts_at >= start]
        shifts, actor = [row.as_shift() for row in rows], logged_in_user().actor
        added = repeat_shifts(session, current.now(), actor, shifts, values["weeks"])
        text = ngettext("Er kwam {n} dienst bij.", "Er kwamen {n} diensten bij.", added)
        return text.format(n=added)

    return _carry_out(RepeatForm(), do, roster_page)


@blueprint.post("/<int(max=2147483647):shift_id>/wijzigen")
def change(shift_id: int) -> Answer:
    """Change a shift."""

    def do(session: Session, values: Values) -> str:
        row, actor = find_shift(session, shift_id, to_change=True), logged_in_user().actor
        sure, changed = is_sure(values), shift_of(values)
        change_shift(session, current.now(), actor, row, changed, gap_confirmed=sure)
        return _("De dienst is veranderd.")

    return _carry_out(ShiftForm(), do, shift_page(shift_id))


@blueprint.post("/<int(max=2147483647):shift_id>/verwijderen")
def remove(shift_id: int) -> Answer:
    """Take a shift out of the roster."""

    def do(session: Session, values: Values) -> str:
        row, actor = find_shift(session, shift_id, to_change=True), logged_in_user().actor
        remove_shift(session, current.now(), actor, row, gap_confirmed=is_sure(values))
        return _("De dienst is van het rooster gehaald.")

    return _carry_out(RemoveForm(), do, shift_page(shift_id))


def _carry_out(schema: Schema, do: Callable[[Session, Values], str], page: Page) -> Answer:
    """Do it and lead back to the week; an error shows the page with what was typed."""
    try:
        with writing(current.engine()) as session:
            done = do(session, read(schema, request.form))
    except ValidationError as error:
        errors, status = {name: _(text) for name, text in errors_of(error).items()}, 400
    except (InvalidChoice, RosterRefused, ShiftOver) as refusal:
        errors, status = _sentences(refusal), 400 if isinstance(refusal, InvalidChoice) else 409
    else:
        flash(done)
        return redirect(url_for("duty.roster", week=asked_week().code), code=303)
    with reading(current.engine()) as session:
        return page(session, Form(as_typed(request.form), errors)), status


def _sentences(refusal: Refusal) -> dict[str, str]:
    match refusal:
        case InvalidChoice(field=field, message=message):
            return {field: message}
        case GapNotConfirmed(problems=problems) if request.endpoint != "duty.repeat":
            text = _("U1 is dan niet bezet: {places}. Weet u het zeker? Vink het vakje aan.")
            places = ", ".join(problem.place for problem in problems)
            return {"gap_confirmed": text.format(places=places)}
        case RosterRefused(problems=problems):
            return {"roster": " ".join(str(problem) for problem in problems)}
    return {"roster": _("Deze dienst loopt al of is voorbij. Dit kan niet meer.")}
