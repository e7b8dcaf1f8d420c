"""The pages of the agreement on response times: read it, change it with a preview, its history."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from service.actions.agreements.agreement_in_force import agreement_at, agreement_of_version
from service.actions.agreements.withdraw_agreement import withdraw_agreement
from service.database import reading, writing
from service.domain import agreement_words
from service.domain.agreement_difference import escalation_text
from service.domain.errors import InvalidChoice
from service.domain.language import gettext as _
from service.domain.service_agreement import ServiceAgreement, Unit
from service.domain.step import OF_THE_PARTNER, Step
from service.domain.urgency import Urgency
from service.web import current
from service.web.access import AGREEMENT
from service.web.accounts.current_user import current_user, logged_in_user
from service.web.accounts.desk_context import desk_context
from service.web.agreements.change_page import Answer, change_page
from service.web.agreements.partner_names import partner_names
from service.web.agreements.versions_view import version_lines

blueprint = Blueprint("agreements", __name__, url_prefix="/bureau/werkafspraken")
blueprint.context_processor(desk_context)


@blueprint.context_processor
def agreement_context() -> dict[str, object]:
    """Give the templates the parts of an agreement and their words."""
    user = current_user()
    return {
        "urgencies": tuple(Urgency),
        "steps": tuple(Step),
        "partner_steps": [step for step in Step if step in OF_THE_PARTNER],
        "units": [(unit.value, agreement_words.unit_label(unit)) for unit in Unit],
        "words": agreement_words,
        "escalation_text": escalation_text,
        "may_edit": user is not None and user.role in AGREEMENT.roles,
    }


@blueprint.get("")
def overview() -> str:
    """Show the version that holds now, and the history of all versions."""
    now, names = current.now(), partner_names()
    with reading(current.engine()) as session:
        return _show(agreement_at(session, now), names, version_lines(session, now, names))


@blueprint.get("/<int(max=2147483647):number>")
def version(number: int) -> str:
    """Show one version."""
    with reading(current.engine()) as session:
        found = agreement_of_version(session, number)
        if found is None:
            raise NotFound
    return _show(found, partner_names())


@blueprint.route("/wijzigen", methods=["GET", "POST"])
def change() -> Answer:
    """Change the last version: the form, the preview, and adopting it."""
    return change_page()


@blueprint.post("/<int(max=2147483647):number>/intrekken")
def withdraw(number: int) -> Response:
    """Withdraw a version that has not begun."""
    try:
        with writing(current.engine()) as session:
            withdraw_agreement(session, current.now(), logged_in_user().actor, number)
    except InvalidChoice as refusal:
        flash(refusal.message)
    else:
        flash(_("Versie %(number)s is ingetrokken.") % {"number": number})
    return redirect(url_for("agreements.overview"), code=303)


def _show(agreement: ServiceAgreement, names: dict[str, str], lines: object = None) -> str:
    return render_template(
        "agreements/overview.html",
        agreement=agreement,
        lines=lines,
        partner_names=names,
    )
