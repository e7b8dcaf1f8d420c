"""Logging in with a one-time link and logging out."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from service.actions.accounts.claim_login_link import check_login_link, claim_login_link
from service.actions.accounts.log_out import log_out
from service.database import reading, writing
from service.domain.actor import Role
from service.domain.errors import DeadLink, UnknownLink
from service.domain.throttle import Attempt
from service.storage import user_account
from service.storage.mail_link import hash_token
from service.storage.user_account import LoginLink
from service.web import audit_trail, current
from service.web.accounts.current_user import cookie_name
from service.web.accounts.session_cookie import clear_session_cookie, set_session_cookie
from service.web.failed_tries import note_failure

blueprint = Blueprint("accounts", __name__)

HOME_PAGES = {
    Role.PARTNER_CONTACT: "registry.experts",
    Role.PRIVACY_OFFICER: "audit.overview",
}


@blueprint.get("/inloggen/<token>")
def login(token: str) -> str | tuple[str, int]:
    """Show the button; opening the page does not use the link up, because scanners open it too."""
    try:
        with reading(current.engine()) as session:
            link = session.get(LoginLink, hash_token(token))
            user = check_login_link(link, current.now()).user
            return render_template("accounts/login.html", token=token, user=user)
    except (UnknownLink, DeadLink) as refusal:
        return _no_login(refusal)


@blueprint.post("/inloggen/<token>")
def claim(token: str) -> Response | tuple[str, int]:
    """Use the link and go to the first page of the role."""
    try:
        with writing(current.engine()) as session:
            now = current.now()
            session_token = claim_login_link(session, now, token)
            session.flush()
            found = user_account.live_session(session, hash_token(session_token), now)
            role = Role(found.user.role) if found else Role.COORDINATOR
    except (UnknownLink, DeadLink) as refusal:
        return _no_login(refusal)
    page = HOME_PAGES.get(role, "triage.queue")
    response = make_response(redirect(url_for(page), code=303))
    set_session_cookie(response, session_token)
    return response


@blueprint.post("/uitloggen")
def logout() -> Response:
    """End the session, here and in the database."""
    token = request.cookies.get(cookie_name())
    if token:
        with writing(current.engine()) as session:
            log_out(session, current.now(), token)
    response = make_response(redirect(url_for("accounts.logged_out"), code=303))
    clear_session_cookie(response)
    return response


@blueprint.get("/uitgelogd")
def logged_out() -> str:
    """Say that the session has ended."""
    return render_template("accounts/logged_out.html")


def _no_login(refusal: UnknownLink | DeadLink) -> tuple[str, int]:
    audit_trail.tell_no_login("unknown" if isinstance(refusal, UnknownLink) else refusal.reason)
    if isinstance(refusal, UnknownLink):
        note_failure(Attempt.LOG_IN)
        return render_template("accounts/no_login.html", reason="unknown"), 404
    return render_template("accounts/no_login.html", reason=refusal.reason), 410
