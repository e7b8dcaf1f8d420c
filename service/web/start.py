"""The start page, the page about logging in, and the sign of life for monitoring."""

from flask import Blueprint, Response, render_template
from sqlalchemy import text

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
    """Say that the web server and its database answer."""
    with reading(current.engine()) as session:
        session.execute(text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain")
