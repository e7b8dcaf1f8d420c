"""What is kept how long, what was destroyed, and legal holds: for the privacy officer."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from marshmallow import Schema
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from service.actions.retention.legal_hold import lift_hold, set_hold
from service.database import reading, writing
from service.domain.errors import InvalidChoice
from service.domain.language import gettext as _
from service.storage import destruction, legal_hold
from service.storage.legal_hold import LegalHold
from service.web import current
from service.web.access import LEGAL_HOLD
from service.web.accounts.current_user import logged_in_user
from service.web.accounts.desk_context import desk_context
from service.web.form_fields import Line, Text
from service.web.form_state import Form
from service.web.guarded_form import read_guarded
from service.web.retention.retention_words import destruction_lines, rule_lines

blueprint = Blueprint("retention", __name__, url_prefix="/bureau/bewaren")
blueprint.context_processor(desk_context)

REASON_LENGTH = 1000
HOLDS_SHOWN, DESTRUCTIONS_SHOWN = 100, 50
Change = Callable[[Session, dict[str, Any]], None]


@blueprint.get("")
def overview() -> Response:
    """Show the holds, the rules, and what was destroyed lately."""
    return _overview(Form())


@blueprint.post("")
def hold() -> Response:
    """Set a legal hold on a request."""
    missing = _("Vul in waarom deze aanvraag bewaard moet blijven.")
    fields = {
        "reference": Line(_("Vul het nummer van de aanvraag in.")),
        "hold_reason": Text(missing, REASON_LENGTH),
    }

    def change(session: Session, values: dict[str, Any]) -> None:
        actor = logged_in_user().actor
        set_hold(session, current.now(), values["reference"], actor, values["hold_reason"])

    done = _("De bewaarplicht staat. Van deze aanvraag wordt niets gewist.")
    return _change(fields, "hold_reason", change, _overview, done)


@blueprint.get("/bewaarplicht/<int:hold_id>")
def one_hold(hold_id: int) -> Response:
    """Show one hold, with the form to lift it."""
    return _one_hold(hold_id, Form())


@blueprint.post("/bewaarplicht/<int:hold_id>")
def lift(hold_id: int) -> Response:
    """Lift a legal hold."""
    fields = {"lift_reason": Text(_("Vul in waarom de bewaarplicht eindigt."), REASON_LENGTH)}

    def change(session: Session, values: dict[str, Any]) -> None:
        _find(session, hold_id)
        actor = logged_in_user().actor
        lift_hold(session, current.now(), hold_id, actor, values["lift_reason"])

    done = _("De bewaarplicht is opgeheven. De gewone bewaartijd geldt weer.")
    return _change(fields, "lift_reason", change, lambda form: _one_hold(hold_id, form), done)


def _change(
    fields: dict[str, Any], free_text: str, change: Change, page: Callable[[Form], Response],
    done: str,
) -> Response:  # fmt: skip
    form, values = read_guarded(Schema.from_dict(fields)(), request.form, [free_text])
    if not form.errors:
        try:
            with writing(current.engine()) as session:
                change(session, values)
        except InvalidChoice as refusal:
            form = replace(form, errors={refusal.field: refusal.message})
    if form.errors:
        return make_response(page(form), 400)
    flash(done)
    return redirect(url_for("retention.overview"), code=303)


def _overview(form: Form) -> Response:
    with reading(current.engine()) as session:
        return make_response(
            render_template(
                "retention/overview.html",
                form=form,
                holds=legal_hold.latest(session, HOLDS_SHOWN),
                may_hold=logged_in_user().role in LEGAL_HOLD.roles,
                rules=rule_lines(),
                last_run=destruction.last_complete(session),
                destroyed=destruction_lines(destruction.latest(session, DESTRUCTIONS_SHOWN)),
            )
        )


def _one_hold(hold_id: int, form: Form) -> Response:
    with reading(current.engine()) as session:
        found = _find(session, hold_id)
        may_lift = found.lifted_at is None and logged_in_user().role in LEGAL_HOLD.roles
        text = render_template("retention/hold.html", hold=found, form=form, may_lift=may_lift)
        return make_response(text)


def _find(session: Session, hold_id: int) -> LegalHold:
    found = session.get(LegalHold, hold_id)
    if found is None:
        raise NotFound
    return found
