"""The status page of the requester: how it stands, adding information, asking for a link."""

from dataclasses import replace
from datetime import datetime

from flask import (
    Blueprint,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from marshmallow import Schema
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.actions.mail.open_link import open_link
from service.actions.requests.add_information import add_information
from service.actions.requests.confirm_mailbox import confirm_mailbox
from service.database import reading, writing
from service.domain.actor import REQUESTER
from service.domain.audit_kind import Subject
from service.domain.language import gettext as _
from service.domain.throttle import Attempt, seconds_until
from service.storage import added_information, attempt_count
from service.storage import request as requests
from service.storage.mail_link import LinkPurpose
from service.storage.request import SupportRequest
from service.web import audit_trail, current
from service.web.csrf import protection
from service.web.form_fields import Text
from service.web.form_state import Form
from service.web.guarded_form import read_guarded
from service.web.local_time import moment_text
from service.web.personal_data_check import probable_names
from service.web.status.asked_links import mail_link
from service.web.status.status_page import status_page

blueprint = Blueprint("status", __name__, url_prefix="/status/<token>")
protection.exempt(blueprint)


@blueprint.get("")
def show(token: str) -> Response:
    """Show where the request stands."""
    return _page(token, Form())


@blueprint.post("/bevestigen")
def confirm(token: str) -> Response:
    """Record that the address of the requester works: who posts this has the mail with the link."""
    with writing(current.engine()) as session:
        confirm_mailbox(session, current.now(), _locked(session, token))
    flash(_("Dank u wel. Uw e-mailadres is bevestigd."))
    return redirect(url_for("status.show", token=token), code=303)


@blueprint.post("/aanvulling")
def add(token: str) -> Response:
    """Store what the requester adds; the same text twice in a row is stored once."""
    schema = Schema.from_dict({"text": Text(missing=_("Vul in wat u wilt toevoegen."))})()
    form, values = read_guarded(schema, request.form, ["text"])
    if form.errors:
        return _page(token, form, 400)
    if until := _store(token, values["text"]):
        return _ask_to_wait(token, form, until)
    flash(_("Dank u wel. Wij hebben uw aanvulling ontvangen."))
    if probable_names([values["text"]]):
        flash(
            _(
                "In uw tekst staat misschien een naam. Is dat een inwoner of een demonstrant? "
                "Bel ons. Dan halen wij de naam weg."
            )
        )
    return redirect(url_for("status.show", token=token), code=303)


@blueprint.post("/link")
def ask_for_link(token: str) -> Response:
    """Mail the requester a link to withdraw, to reopen, to ask for another expert or to evaluate.

    Not again within ten minutes.
    """
    purpose, assignment = request.form.get("purpose", ""), request.form.get("assignment", "")
    with writing(current.engine()) as session:
        support_request, now = _locked(session, token), current.now()
        mail_link(session, now, support_request, purpose, assignment)
        confirm_mailbox(session, now, support_request)
    flash(_("Wij sturen u een e-mail met een link. Tot wanneer die werkt, staat in de e-mail."))
    return redirect(url_for("status.show", token=token), code=303)


def _store(token: str, text: str) -> datetime | None:
    """Store the text, once; give until when (UTC) to wait where there were too many."""
    with writing(current.engine()) as session:
        support_request, now = _locked(session, token), current.now()
        if _already_added(session, support_request, text):
            return None
        until = attempt_count.take(session, now, Attempt.ADDED, support_request.id)
        if until is None:
            add_information(session, now, support_request, text)
            confirm_mailbox(session, now, support_request)
        return until


def _ask_to_wait(token: str, form: Form, until: datetime) -> Response:
    notice = _(
        "U hebt net heel vaak iets toegevoegd. Deze tekst hebben wij nog niet. "
        "Probeer het opnieuw na %(moment)s. Kan het niet wachten? Bel ons: %(phone)s."
    ) % {"moment": moment_text(until), "phone": current.settings().duty_phone}
    response = _page(token, replace(form, notice=notice), 429)
    response.headers["Retry-After"] = str(seconds_until(until, current.now()))
    return response


def _page(token: str, form: Form, status: int = 200) -> Response:
    with reading(current.engine()) as session:
        link = open_link(session, current.now(), token, LinkPurpose.STATUS)
        support_request = session.get_one(SupportRequest, link.request_id)
        audit_trail.tell_read(Subject.CASE, support_request.id, REQUESTER)
        page = status_page(session, current.now(), support_request)
        text = render_template("status/status.html", page=page, form=form, token=token)
    return make_response(text, status)


def _locked(session: Session, token: str) -> SupportRequest:
    link = open_link(session, current.now(), token, LinkPurpose.STATUS)
    return requests.lock(session, link.request_id)


def _already_added(session: Session, support_request: SupportRequest, text: str) -> bool:
    latest = added_information.of_request(session, support_request.id)[-1:]
    return any(message.from_requester and message.text == text for message in latest)
