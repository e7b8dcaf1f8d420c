"""Answers every refusal and error with a Dutch page, never with a stack trace."""

from datetime import datetime

from flask import Flask, current_app, make_response, render_template, request
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

from service.domain.errors import DeadLink, Refusal
from service.domain.language import gettext as _
from service.domain.throttle import TooManyAttempts, seconds_until
from service.web import current
from service.web.csrf import CSRFError
from service.web.error_texts import (
    DEAD_LINK_PAGES,
    FORGED_FORM,
    HTTP_PAGES,
    REFUSAL_PAGES,
    SERVER_ERROR,
    TRIED_TOO_OFTEN,
    UNREADABLE_TEXT,
    ErrorPage,
)
from service.web.text_encoding import UnreadableText

TRY_AGAIN_AFTER_S = "30"
ORDINARY = (404, 405)
"""What scanners of the internet ask for all day; refusals beside these are written down."""


def install(app: Flask) -> None:
    """Handle what the rules refuse, what HTTP refuses, and what the database cannot do now.

    Anything unforeseen reaches the HTTP handler as a 500 without details.
    """
    app.register_error_handler(Refusal, on_refusal)
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(OperationalError, lambda _error: show(HTTP_PAGES[503]))
    app.register_error_handler(DataError, lambda _error: show(HTTP_PAGES[400]))


def show(page: ErrorPage, again_at: datetime | None = None) -> Response:
    """Give the page with its status code; where waiting helps, say how long.

    `again_at` (UTC) is from when it may be tried again, where that is known.
    """
    text = render_template("error.html", page=page, again_at=again_at)
    response: Response = make_response(text, page.status)
    if again_at is not None:
        response.headers["Retry-After"] = str(seconds_until(again_at, current.now()))
    elif page.status in (429, 503):
        response.headers["Retry-After"] = TRY_AGAIN_AFTER_S
    return response


def on_refusal(refusal: Refusal) -> Response:
    """Give the page of the nearest named refusal."""
    _write_down(refusal)
    if isinstance(refusal, DeadLink):
        return show(DEAD_LINK_PAGES.get(refusal.reason, HTTP_PAGES[410]))
    if isinstance(refusal, TooManyAttempts):
        return show(TRIED_TOO_OFTEN.get(refusal.attempt, HTTP_PAGES[429]), refusal.until)
    kinds = (kind for kind in type(refusal).__mro__ if kind in REFUSAL_PAGES)
    return show(REFUSAL_PAGES[next(kinds)])


def on_http_error(error: HTTPException) -> Response:
    """Give the page of an HTTP error, with the headers that belong to it."""
    if error.code and 400 <= error.code < 500 and error.code not in ORDINARY:
        _write_down(error)
    if isinstance(error, SecurityError):
        # Without a host that we trust no page can be made: its links need one.
        return Response(_("Dit adres klopt niet."), 400, mimetype="text/plain")
    status = error.code or 500
    if status < 400:
        return error.get_response()
    response = show(_page_of(error, status))
    response.status_code = status
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _write_down(refused: Exception) -> None:
    """Log what was refused by its kind and route: a path may hold a token, a text anything."""
    kind = type(refused).__name__
    if isinstance(refused, TooManyAttempts):
        kind = f"{kind} {refused.attempt}"
    current_app.logger.warning("refused %s in %s %s", kind, request.method, request.url_rule)


def _page_of(error: HTTPException, status: int) -> ErrorPage:
    if isinstance(error, UnreadableText):
        return UNREADABLE_TEXT
    if isinstance(error, CSRFError):
        return FORGED_FORM
    return HTTP_PAGES.get(status, SERVER_ERROR if status >= 500 else HTTP_PAGES[400])
