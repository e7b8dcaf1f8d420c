"""The switch at the foot of every page."""

from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, redirect, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from service.web.csrf import protection
from service.web.languages.catalogue import NAMES
from service.web.languages.choice import keep

blueprint = Blueprint("languages", __name__)


# Who forges this shows somebody our own pages in another language, and no more. So that pages
# behind a link from a mail need no cookie before somebody chooses.
@blueprint.post("/taal")
@protection.exempt
def choose() -> Response:
    """Keep the language (`language`) and show the page where it was chosen (`back`) again."""
    code = request.form.get("language", "")
    if code not in NAMES:
        abort(400)
    back = request.form.get("back", "")
    response = current_app.make_response(redirect(_own_page(back), code=303))
    keep(response, code)
    return response


def _own_page(back: str) -> str:
    """Give this path if it is that of a page of ours, else the first page."""
    first = url_for("start.home")
    if not back.startswith("/") or back.startswith("//") or not back.isprintable() or "\\" in back:
        return first
    routes = current_app.url_map.bind(request.host)
    try:
        endpoint, _values = routes.match(urlsplit(back).path, method="GET")
    except (HTTPException, ValueError):
        return first
    return first if endpoint == "static" else back
