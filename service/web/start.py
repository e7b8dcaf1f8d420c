"""The start page, the page about logging in, and the sign of life for monitoring."""

from http import HTTPStatus

from flask import Blueprint, Response, render_template

from service.actions.alarms.findings import findings, urgent_codes
from service.database import reading
from service.web import current

blueprint = Blueprint("start", __name__)


@blueprint.get("/")
def home() -> str:
    """Show what this is for and lead to the form."""
    return render_template("start.html")


@blueprint.get("/inloggen")
def how_to_log_in() -> str:
    """Explain to staff how they log in."""
    return render_template("how_to_log_in.html")


@blueprint.get("/health")
def health() -> Response:
    """Say that all is well; else 503 with the codes of what is wrong, one a line.

    Computed here and now, so that it also finds a worker that is dead.
    """
    with reading(current.engine()) as session:
        codes = urgent_codes(findings(session, current.now()))
    status = HTTPStatus.SERVICE_UNAVAILABLE if codes else HTTPStatus.OK
    return Response("\n".join(codes or ["ok"]) + "\n", status, mimetype="text/plain")
