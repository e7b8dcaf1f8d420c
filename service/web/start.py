"""The start page, what stands on every page, and the sign of life for monitoring."""

from datetime import datetime, timedelta
from functools import lru_cache
from http import HTTPStatus

from flask import Blueprint, Response, current_app, render_template

from service.actions.alarms.findings import findings, urgent_codes
from service.database import reading
from service.web import current
from service.web.house_style import style_sheet, tokens_of

blueprint = Blueprint("start", __name__)

KEPT_FOR = timedelta(seconds=5)


@blueprint.get("/")
def home() -> str:
    """Show what this is for and lead to the form."""
    return render_template("start.html")


@blueprint.get("/toegankelijkheid")
def accessibility() -> str:
    """Tell what is known of how accessible the pages are, and what to do when they are not."""
    return render_template("accessibility.html")


@blueprint.get("/huisstijl.css")
def house_style() -> Response:
    """Give the colours and sizes of the own house style."""
    return Response(_own_style(current.settings().house_style), mimetype="text/css")


@blueprint.get("/health")
def health() -> Response:
    """Say that all is well; else 503 with the codes of what is wrong, one a line.

    Computed here, so that it also finds a worker that is dead; at most every five seconds, as
    everybody may ask.
    """
    codes = _codes_of_now()
    status = HTTPStatus.SERVICE_UNAVAILABLE if codes else HTTPStatus.OK
    return Response("\n".join(codes or ["ok"]) + "\n", status, mimetype="text/plain")


@lru_cache(maxsize=1)
def _own_style(css: str) -> str:
    """Kept: every page asks for it, and to read the tokens of a design system takes long."""
    return style_sheet(tokens_of(css))


def _codes_of_now() -> list[str]:
    now = current.now()
    kept: tuple[datetime, list[str]] | None = current_app.extensions.get("health")
    if kept is None or not timedelta(0) <= now - kept[0] < KEPT_FOR:
        with reading(current.engine()) as session:
            kept = now, urgent_codes(findings(session, now))
        current_app.extensions["health"] = kept
    return kept[1]
