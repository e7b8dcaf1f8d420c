"""Who may see what, as a table for the documentation: every route with its rule."""

import tempfile

from sqlalchemy import create_engine
from werkzeug.routing import Rule as Route

from service.app import create_app
from service.config import read_settings
from service.domain.session_standing import Standing
from service.web.access import RULES, ByLink, ForOneself, ForStaff, Public, Who

STANDINGS = {
    Standing.COMPLETE: "whoever is logged in",
    Standing.CODE_NEEDED: "who still owes the second step",
    Standing.SET_UP_NEEDED: "who still has to set up a second step",
}
ANSWERED_BY_ITSELF = {"HEAD", "OPTIONS"}


def access_table() -> str:
    """A Markdown table: each route with who may come, to which objects, and how fresh."""
    rows = ["| route | method | who | which objects | password again |", "|---|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings({"SCHAKEL_DATA_DIR": folder})
        app = create_app(settings, create_engine("sqlite://"))
    rows += sorted(_row(route) for route in app.url_map.iter_rules())
    return "\n".join(rows)


def _row(route: Route) -> str:
    rule = RULES[route.endpoint]
    methods = ", ".join(sorted(set(route.methods or ()) - ANSWERED_BY_ITSELF))
    fresh = isinstance(rule.who, ForStaff | ForOneself) and rule.who.fresh
    path = str(route.rule).replace("int(max=2147483647):", "").replace("int:", "")
    again = "yes" if fresh else ""
    return f"| `{path}` | {methods} | {_who(rule.who)} | {rule.scope.words} | {again} |"


def _who(who: Who) -> str:
    match who:
        case Public():
            return "everybody"
        case ByLink(purpose):
            return f"holder of a link: {purpose.replace('_', ' ')}"
        case ForStaff(roles):
            return ", ".join(role.replace("_", " ") for role in roles)
        case ForOneself(standings):
            return " or ".join(STANDINGS[standing] for standing in standings)
