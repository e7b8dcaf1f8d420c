"""The pages of the partners: who speaks for them, standing consent, and their limit."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from marshmallow import Schema
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from expert_registry.tables import Partner
from service.actions.agreements.agreement_in_force import agreement_at
from service.actions.partners.change_partner import change_partner, set_standing_consent
from service.database import reading, writing
from service.domain.errors import InvalidChoice
from service.domain.language import gettext as _
from service.domain.language import lazy
from service.storage import partner_event
from service.web import current
from service.web.accounts.current_user import logged_in_user
from service.web.accounts.desk_context import desk_context
from service.web.form_state import Form
from service.web.guarded_form import read_guarded
from service.web.partners.partner_form import details_schema, standing_schema, stored

blueprint = Blueprint("partners", __name__, url_prefix="/bureau/partners")
blueprint.context_processor(desk_context)

EVENTS = {
    "details_changed": lazy("Gegevens aangepast."),
    "standing_consent_given": lazy("Vaste toestemming gegeven."),
    "standing_consent_ended": lazy("Vaste toestemming beëindigd."),
}
Change = Callable[[Session, Partner, dict[str, Any]], None]


@blueprint.get("")
def overview() -> str:
    """Show all partners."""
    with reading(current.engine()) as session:
        partners = session.scalars(select(Partner).order_by(Partner.name)).all()
        return render_template("partners/overview.html", partners=partners)


@blueprint.get("/<partner_id>")
def partner(partner_id: str) -> Response:
    """Show one partner."""
    return _page(partner_id)


@blueprint.post("/<partner_id>")
def details(partner_id: str) -> Response:
    """Store the details of a partner."""
    return _change(partner_id, details_schema(), _details, _("De gegevens zijn bewaard."))


@blueprint.post("/<partner_id>/toestemming")
def standing(partner_id: str) -> Response:
    """Give or end the standing consent of a partner."""
    done = _("De toestemming is bewaard. Lopende aanvragen volgen meteen.")
    return _change(partner_id, standing_schema(), _standing, done)


def _details(session: Session, found: Partner, values: dict[str, Any]) -> None:
    change_partner(
        session,
        current.now(),
        found,
        logged_in_user().actor,
        contact_name=values["contact_name"],
        contact_email=values["contact_email"],
        consent_limit=values["consent_limit"],
        acceptance_prior=values["acceptance"] / 100,
    )


def _standing(session: Session, found: Partner, values: dict[str, Any]) -> None:
    given, actor = values["standing"] == "yes", logged_in_user().actor
    reason = values["standing_reason"]
    set_standing_consent(session, current.now(), found, actor, given, reason)


def _change(partner_id: str, schema: Schema, change: Change, done: str) -> Response:
    form, values = read_guarded(schema, request.form, ["standing_reason"])
    if form.errors:
        return _page(partner_id, form, 400)
    try:
        with writing(current.engine()) as session:
            change(session, _find(session, partner_id), values)
    except InvalidChoice as refusal:
        return _page(partner_id, replace(form, errors={refusal.field: refusal.message}), 400)
    flash(done)
    return redirect(url_for("partners.partner", partner_id=partner_id), code=303)


def _page(partner_id: str, form: Form | None = None, status: int = 200) -> Response:
    with reading(current.engine()) as session:
        found = _find(session, partner_id)
        typed = dict(stored(found)) | dict(form.typed if form else {})
        own_hours = agreement_at(session, current.now()).partner_calendar(partner_id)
        text = render_template(
            "partners/partner.html",
            partner=found,
            form=replace(form or Form(), typed=typed),
            events=partner_event.of_partner(session, partner_id),
            event_words=EVENTS,
            own_hours=own_hours is not None,
        )
    return make_response(text, status)


def _find(session: Session, partner_id: str) -> Partner:
    found = session.get(Partner, partner_id)
    if found is None:
        raise NotFound
    return found
