"""The pages of the mailed acts: GET shows what will happen, POST does it once."""

from flask import Blueprint, make_response, redirect, render_template, request
from marshmallow import Schema
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.actions.mail.open_link import open_link
from service.database import reading, writing
from service.storage import request as requests
from service.storage.invitation import Assignment
from service.storage.mail_link import LinkPurpose, MailLink
from service.storage.request import SupportRequest
from service.web import current
from service.web.csrf import protection
from service.web.form_fields import Text
from service.web.form_state import Form
from service.web.guarded_form import read_guarded
from service.web.invitations.link_act_words import WORDS
from service.web.invitations.link_acts import LINK_ACTS

blueprint = Blueprint("link_acts", __name__)
protection.exempt(blueprint)
LONGEST_REASON = 1000


@blueprint.route("/teruggeven/<token>", methods=["GET", "POST"])
def hand_back(token: str) -> Response:
    """Let an expert give the assignment back."""
    return _page(token, LinkPurpose.HAND_BACK)


@blueprint.route("/afwijzen/<token>", methods=["GET", "POST"])
def refuse_expert(token: str) -> Response:
    """Let the requester refuse the named expert."""
    return _page(token, LinkPurpose.REFUSE_EXPERT)


@blueprint.route("/intrekken/<token>", methods=["GET", "POST"])
def withdraw(token: str) -> Response:
    """Let the requester withdraw the request."""
    return _page(token, LinkPurpose.WITHDRAW)


@blueprint.route("/heropenen/<token>", methods=["GET", "POST"])
def reopen(token: str) -> Response:
    """Let the requester reopen the request."""
    return _page(token, LinkPurpose.REOPEN)


def _page(token: str, purpose: LinkPurpose) -> Response:
    if request.method != "POST":
        return _show(token, purpose, Form())
    schema = Schema.from_dict({"reason": Text(longest=LONGEST_REASON)})()
    form, values = read_guarded(schema, request.form, ["reason"])
    if form.errors:
        return _show(token, purpose, form, 400)
    _do_once(token, purpose, values["reason"])
    return redirect(request.path, code=303)


def _do_once(token: str, purpose: LinkPurpose, reason: str) -> None:
    act, now = LINK_ACTS[purpose], current.now()
    with writing(current.engine()) as session:
        link = open_link(session, now, token, purpose)
        # Who pressed twice waits here for the first press, and then sees what it did.
        requests.lock(session, link.request_id)
        session.refresh(link)
        if act.is_done(session, link):
            return
        act.check(session, link)
        act.do(session, now, link, reason)
        link.used_at = now


def _show(token: str, purpose: LinkPurpose, form: Form, status: int = 200) -> Response:
    act = LINK_ACTS[purpose]
    with reading(current.engine()) as session:
        link = open_link(session, current.now(), token, purpose)
        done = act.is_done(session, link)
        if not done:
            act.check(session, link)
        page = render_template(
            "invitations/link_act.html",
            words=WORDS[purpose],
            done=done,
            form=form,
            request_reference=session.get_one(SupportRequest, link.request_id).reference,
            expert_name=_refused_name(session, link, purpose),
        )
    return make_response(page, status)


def _refused_name(session: Session, link: MailLink, purpose: LinkPurpose) -> str:
    """Give whom the requester refuses; in all other acts nobody is named."""
    if purpose is not LinkPurpose.REFUSE_EXPERT:
        return ""
    return session.get_one(Assignment, link.assignment_id).expert.name
