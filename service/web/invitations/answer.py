"""The page of an invitation: the expert reads the neutral summary and says yes or no."""

from dataclasses import replace

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.actions.invitations.accept_invitation import accept_invitation
from service.actions.invitations.decline_invitation import decline_invitation
from service.actions.mail.open_link import open_link
from service.database import reading, writing
from service.domain.actor import expert
from service.domain.errors import ConflictFound, InvalidChoice
from service.domain.invitation import DeclineReason
from service.storage.invitation import Invitation
from service.storage.mail_link import LinkPurpose
from service.web import current
from service.web.csrf import protection
from service.web.form_state import Form
from service.web.guarded_form import read_guarded
from service.web.invitations.answer_forms import decline_schema, read_yes
from service.web.invitations.invitation_page import check_shown, invitation_page

blueprint = Blueprint("invitations", __name__, url_prefix="/uitnodiging/<token>")
protection.exempt(blueprint)


@blueprint.get("")
def show(token: str) -> Response:
    """Show the invitation, or the answer that was given."""
    return _page(token)


@blueprint.post("/ja")
def accept(token: str) -> Response:
    """Record a yes with a moment for the first contact and the two declarations."""
    form, moment = read_yes(request.form)
    if moment is None:
        return _page(token, accept_form=form, status=400)
    try:
        with writing(current.engine()) as session:
            invitation = _invitation(session, token)
            actor = expert(invitation.expert_id)
            assignment = accept_invitation(session, current.now(), invitation, moment, actor)
    except InvalidChoice as refusal:
        wrong = replace(form, errors={refusal.field: refusal.message})
        return _page(token, accept_form=wrong, status=400)
    if assignment is None:
        raise ConflictFound
    return redirect(url_for("invitations.show", token=token), code=303)


@blueprint.post("/nee")
def decline(token: str) -> Response:
    """Record a no with its reason."""
    form, values = read_guarded(decline_schema(), request.form, ["note", "suggestion"])
    if form.errors:
        return _page(token, decline_form=form, status=400)
    try:
        with writing(current.engine()) as session:
            invitation = _invitation(session, token)
            decline_invitation(
                session,
                current.now(),
                invitation,
                DeclineReason(values["reason"]),
                expert(invitation.expert_id),
                note=values["note"],
                unavailable_until=values["unavailable_until"],
                suggestion=values["suggestion"],
            )
    except InvalidChoice as refusal:
        wrong = replace(form, errors={refusal.field: refusal.message})
        return _page(token, decline_form=wrong, status=400)
    return redirect(url_for("invitations.show", token=token), code=303)


def _page(
    token: str, accept_form: Form | None = None, decline_form: Form | None = None, status: int = 200
) -> Response:
    with reading(current.engine()) as session:
        invitation = _invitation(session, token)
        check_shown(session, invitation, current.now())
        text = render_template(
            "invitations/invitation.html",
            page=invitation_page(session, invitation, current.now()),
            accept_form=accept_form or Form(),
            decline_form=decline_form or Form(),
            token=token,
        )
    return make_response(text, status)


def _invitation(session: Session, token: str) -> Invitation:
    link = open_link(session, current.now(), token, LinkPurpose.ANSWER)
    return session.get_one(Invitation, link.invitation_id)
