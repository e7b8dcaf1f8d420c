"""The page of a consent: a partner reads the neutral summary and agrees to all, some or nobody."""

from dataclasses import replace

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.actions.mail.open_link import open_link
from service.actions.partner_consent.answer_consent import agree as agree_to
from service.actions.partner_consent.answer_consent import refuse as refuse_all
from service.database import reading, writing
from service.domain.actor import PARTNER
from service.domain.errors import InvalidChoice, UnknownLink
from service.storage.mail_link import LinkPurpose
from service.storage.partner_consent import PartnerConsent
from service.web import current
from service.web.csrf import protection
from service.web.form_state import Form
from service.web.guarded_form import read_guarded
from service.web.partner_consent.consent_forms import agree_schema, refuse_schema
from service.web.partner_consent.consent_page import ConsentPage, check_shown, consent_page

blueprint = Blueprint("partner_consent", __name__, url_prefix="/akkoord/<token>")
protection.exempt(blueprint)


@blueprint.get("")
def show(token: str) -> Response:
    """Show the question, or the answer that was given."""
    return _page(token)


@blueprint.post("/ja")
def agree(token: str) -> Response:
    """Record a yes for the experts that are ticked, with how many at once."""
    with reading(current.engine()) as session:
        schema = agree_schema(_consent(session, token).expert_ids)
    form, values = read_guarded(schema, request.form, ["agree_note"])
    if form.errors:
        return _page(token, agree_form=form, status=400)
    chosen = [int(expert_id) for expert_id in values["experts"]]
    more = {"most": values["most"], "note": values["agree_note"]}
    try:
        with writing(current.engine()) as session:
            consent = _consent(session, token)
            agree_to(session, current.now(), consent, chosen, PARTNER, **more)
    except InvalidChoice as refusal:
        wrong = replace(form, errors={refusal.field: refusal.message})
        return _page(token, agree_form=wrong, status=400)
    return redirect(url_for("partner_consent.show", token=token), code=303)


@blueprint.post("/nee")
def refuse(token: str) -> Response:
    """Record a no with its reason, and whom the partner suggests instead."""
    form, values = read_guarded(refuse_schema(), request.form, ["refuse_reason", "suggestion"])
    if form.errors:
        return _page(token, refuse_form=form, status=400)
    reason, suggestion = values["refuse_reason"], values["suggestion"]
    with writing(current.engine()) as session:
        consent = _consent(session, token)
        refuse_all(session, current.now(), consent, PARTNER, reason, suggestion)
    return redirect(url_for("partner_consent.show", token=token), code=303)


def _page(
    token: str, agree_form: Form | None = None, refuse_form: Form | None = None, status: int = 200
) -> Response:
    with reading(current.engine()) as session:
        consent = _consent(session, token)
        check_shown(consent, current.now())
        page = consent_page(session, consent)
        text = render_template(
            "partner_consent/consent.html",
            page=page,
            agree_form=agree_form or _everybody(page),
            refuse_form=refuse_form or Form(),
            token=token,
        )
    return make_response(text, status)


def _everybody(page: ConsentPage) -> Form:
    """All experts ticked: agreeing to the whole list is one press of a button."""
    return Form({"experts": [str(expert.id) for expert in page.experts]})


def _consent(session: Session, token: str) -> PartnerConsent:
    link = open_link(session, current.now(), token, LinkPurpose.PARTNER_CONSENT)
    if link.partner_consent_id is None:
        raise UnknownLink
    return session.get_one(PartnerConsent, link.partner_consent_id)
