"""One-time links: to choose a password, or in development to log in at once; and logging out."""

from dataclasses import replace

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)

from service.actions.accounts.claim_login_link import (
    check_login_link,
    choose_password_by_link,
    claim_login_link,
)
from service.actions.accounts.log_out import log_out
from service.database import reading, writing
from service.domain.errors import DeadLink, UnknownLink
from service.domain.throttle import Attempt
from service.storage.mail_link import hash_token
from service.storage.user_account import LoginLink, LoginLinkPurpose
from service.web import audit_trail, current
from service.web.accounts.confirmation import Answer
from service.web.accounts.current_user import cookie_name
from service.web.accounts.password import hashed
from service.web.accounts.password_form import new_password_form
from service.web.accounts.session_cookie import clear_session_cookie
from service.web.accounts.way_in import go_on, this_visit
from service.web.failed_tries import note_failure
from service.web.form_state import Form
from service.web.sign_on.provider import can_log_out

AT_PROVIDER = "at_provider"

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/inloggen/<token>")
def login(token: str) -> Answer:
    """Show the button; opening the page does not use the link up, because scanners open it too."""
    return _page(token, Form())


@blueprint.post("/inloggen/<token>")
def claim(token: str) -> Answer:
    """Use the link: log in at once, or choose a password and go on to the second step."""
    try:
        link = _usable(token)
        if link.purpose == LoginLinkPurpose.SET_UP:
            return _choose_password(token, link)
        with writing(current.engine()) as found_in:
            new_token = claim_login_link(found_in, current.now(), token, this_visit())
    except (UnknownLink, DeadLink) as refusal:
        return _no_login(refusal)
    return go_on(new_token)


@blueprint.post("/uitloggen")
def logout() -> Response:
    """End the session, here and in the database."""
    token, at_provider = request.cookies.get(cookie_name()), False
    if token:
        with writing(current.engine()) as found_in:
            at_provider = log_out(found_in, current.now(), token)
    session.clear()
    if at_provider:
        session[AT_PROVIDER] = True
    response = make_response(redirect(url_for("accounts.logged_out"), code=303))
    clear_session_cookie(response)
    # Pages that the browser kept for its back button; not "storage": a draft there is nobody's.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@blueprint.get("/uitgelogd")
def logged_out() -> str:
    """Say that the session has ended; who is still logged in at the provider may end that too."""
    settings = current.settings().sign_on
    offered = settings is not None and session.get(AT_PROVIDER) and can_log_out()
    return render_template("accounts/logged_out.html", provider=settings if offered else None)


def _choose_password(token: str, link: LoginLink) -> Answer:
    form, password = new_password_form((link.user.name, link.user.email))
    if form.errors:
        return _page(token, form)
    now, kept = current.now(), hashed(password)
    with writing(current.engine()) as found_in:
        new_token = choose_password_by_link(found_in, now, token, kept, this_visit())
    return go_on(new_token)


def _page(token: str, form: Form) -> Answer:
    try:
        link = _usable(token)
    except (UnknownLink, DeadLink) as refusal:
        return _no_login(refusal)
    choose = link.purpose == LoginLinkPurpose.SET_UP
    template = "accounts/choose_password.html" if choose else "accounts/login.html"
    shown = replace(form, typed={})
    page = render_template(template, token=token, user=link.user, form=shown)
    return page, 400 if form.errors else 200


def _usable(token: str) -> LoginLink:
    """Give the link with its account. One that logs in at once is unknown in production, one that
    confirms an address has a page of its own."""
    with reading(current.engine()) as found_in:
        link = check_login_link(found_in.get(LoginLink, hash_token(token)), current.now())
        found_in.expunge_all()
    if link.purpose == LoginLinkPurpose.LOG_IN and not current.settings().development:
        raise UnknownLink
    if link.purpose == LoginLinkPurpose.ADDRESS:
        raise UnknownLink
    return link


def _no_login(refusal: UnknownLink | DeadLink) -> tuple[str, int]:
    audit_trail.tell_no_login("unknown" if isinstance(refusal, UnknownLink) else refusal.reason)
    if isinstance(refusal, UnknownLink):
        note_failure(Attempt.LOG_IN)
        return render_template("accounts/no_login.html", reason="unknown"), 404
    return render_template("accounts/no_login.html", reason=refusal.reason), 410
