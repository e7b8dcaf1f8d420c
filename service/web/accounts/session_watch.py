"""Writes down that a session is in use, so that one which is not used ends."""

from flask import Flask, current_app, request
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response

from service.database import writing
from service.domain.session_limits import SEEN_EVERY
from service.storage.user_session import UserSession
from service.web import current
from service.web.accounts.current_user import account_session

# Asked for by a page that stands open: nobody need be there, unless the script saw somebody type.
ASKED_BY_A_SCRIPT = ("triage.queue_refresh", "triage.case_standing")
IN_USE = "Schakel-In-Use"


def install(app: Flask) -> None:
    """Look at the session at the end of every request."""
    app.after_request(_write_down)


def _write_down(response: Response) -> Response:
    """While the database is busy the page is shown all the same; the next one tries again.

    After a fault nothing is tried: what failed before would fail here too.
    """
    if request.endpoint in (None, "static") or response.status_code >= 500:
        return response
    if request.endpoint in ASKED_BY_A_SCRIPT and IN_USE not in request.headers:
        return response
    now, found = current.now(), account_session()
    if found is None or now - found.last_seen_at < SEEN_EVERY:
        return response
    try:
        with writing(current.engine()) as session:
            row = session.get(UserSession, found.token_hash)
            if row is not None and row.revoked_at is None:
                row.last_seen_at = now
    except DBAPIError as error:
        kind = type(error.orig).__name__
        current_app.logger.error("not written down that a session is in use, %s", kind)
    return response
