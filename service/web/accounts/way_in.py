"""Where somebody goes after a step of logging in, with the cookie of the new session."""

from flask import Response, make_response, redirect, request, session, url_for

from service.actions.accounts.begin_session import Visit
from service.database import reading
from service.domain.actor import Role
from service.domain.session_standing import Standing
from service.storage.mail_link import hash_token
from service.storage.second_factor import standing_of_session
from service.storage.user_session import live_session
from service.web import current
from service.web.accounts.browser_name import browser_code
from service.web.accounts.current_user import cookie_name
from service.web.accounts.session_cookie import set_session_cookie

WANTED = "wanted"
HOME_PAGES = {
    Role.PARTNER_CONTACT: "registry.experts",
    Role.PRIVACY_OFFICER: "audit.overview",
}


def this_visit() -> Visit:
    """Give the browser that logs in now."""
    former = request.cookies.get(cookie_name())
    return Visit(
        current.settings().session_limits,
        browser_code(request.user_agent.string),
        hash_token(former) if former else None,
    )


def remember_wanted_page() -> None:
    """Keep in the form cookie which page was asked for, to open it after logging in."""
    session[WANTED] = request.full_path if request.query_string else request.path


def go_on(token: str) -> Response:
    """Lead to the next step, or else to the page that was asked for.

    Nothing that stood in the form cookie goes on, so that nobody else put it there.
    """
    response = make_response(redirect(next_page(token), code=303))
    kept = session.get(WANTED)
    session.clear()
    if kept:
        session[WANTED] = kept
    set_session_cookie(response, token)
    return response


def next_page(token: str) -> str:
    """Give the path of the page that follows for the session of this token."""
    with reading(current.engine()) as found_in:
        limits = current.settings().session_limits
        found = live_session(found_in, hash_token(token), current.now(), limits)
        if found is None:
            return url_for("log_in.password")
        standing, role = standing_of_session(found_in, found), Role(found.user.role)
    if standing is not Standing.COMPLETE:
        return page_of(standing)
    return wanted_page() or url_for(HOME_PAGES.get(role, "triage.queue"))


def wanted_page() -> str | None:
    """Give the page that was asked for, once; only a page of the bureau counts."""
    wanted = str(session.pop(WANTED, ""))
    return wanted if wanted.startswith("/bureau") and "\\" not in wanted else None


def page_of(standing: Standing) -> str:
    """Give the page of the step that a session lacks."""
    code = standing is Standing.CODE_NEEDED
    return url_for("log_in.second_step" if code else "own_second_step.show")
