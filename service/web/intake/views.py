"""The pages for asking support: the form and the receipt."""

from flask import Blueprint, abort, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from service.database import reading
from service.domain import duty
from service.domain.hold import hold_reasons
from service.storage import duty_shift
from service.storage import request as requests
from service.web import current
from service.web.csrf import protection
from service.web.fitting_knowledge import fitting_knowledge
from service.web.intake.choices import signals
from service.web.intake.form import handle
from service.web.intake.promises import promised_steps

blueprint = Blueprint("intake", __name__)


@blueprint.route("/aanvraag", methods=["GET", "POST"])
@protection.exempt
def form() -> Response:
    """Show the steps of the form and store it; the receipt follows on a page of its own."""
    return handle(_to_receipt)


@blueprint.get("/aanvraag/ontvangen")
def received() -> str:
    """Show the receipt of the request that this browser sent last."""
    receipt, now = session.get("receipt"), current.now()
    if not receipt:
        abort(404)
    with reading(current.engine()) as database:
        request = requests.by_reference(database, receipt["reference"])
        if request is None:
            abort(404)
        told = hold_reasons(
            request.referral_signals, request.crisis_structure_active, mayor_informed=True
        )
        known = [signal for signal in signals(database, now) if signal.code in request.hold_reasons]
        return render_template(
            "intake/received.html",
            request=request,
            repeated=receipt["repeated"],
            promised=promised_steps(database, now, request),
            knowledge=fitting_knowledge(database, request),
            call_first=[signal for signal in known if signal.code in told],
            read_signals=[signal for signal in known if signal.code not in told],
            staffed=bool(duty_shift.on_call(database, now)),
            staffed_from=duty.staffed_from(duty_shift.roster_from(database, now), now),
        )


def _to_receipt(reference: str, repeated: bool) -> Response:
    session["receipt"] = {"reference": reference, "repeated": repeated}
    return redirect(url_for("intake.received"), code=303)
