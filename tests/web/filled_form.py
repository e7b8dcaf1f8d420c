"""Forms as a browser sends them: the hidden fields of the page, and what somebody typed."""

import re
from html import unescape

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

TYPED: dict[str, str | list[str]] = {
    "municipality": "Zeist",
    "requester_name": "Adviseur Een",
    "requester_role": "Adviseur openbare orde",
    "requester_email": "adviseur@zeist.example",
    "requester_phone": "000-1000001",
    "mayor_informed": "yes",
    "crisis_structure_active": "no",
    "situation": "Elke avond staan er boze bewoners bij het gemeentehuis.\nHet worden er meer.",
    "question": "Moet de burgemeester naar buiten gaan?",
    "themes": ["asielopvang", "", ""],
    "support_kinds": ["bestuurlijk-sparren", "communicatieadvies"],
    "phase": "oplopende_spanningen",
    "expected_moment_date": "2026-11-26",
    "expected_moment_time": "19:30",
    "urgency": "U2",
    "triangle_met": "planned",
    "neighbour_allowed": "yes",
    "declaration": "yes",
}


def hidden_fields(page: str) -> dict[str, str]:
    """Give the hidden fields of a page."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def filled(
    client: FlaskClient, path: str = "/aanvraag", **changes: str | list[str] | None
) -> MultiDict[str, str]:
    """Give what the last page sends of a form that is filled in completely; None leaves out.

    `changes` come as if somebody tampered with its hidden fields.
    """
    fields = {**hidden_fields(client.get(path).text), **TYPED, "go": "send", **changes}
    return MultiDict({name: value for name, value in fields.items() if value is not None})


def error_at(page: str, name: str) -> str:
    """Give the error text at a field, or an empty text."""
    found = re.search(rf'id="{re.escape(name)}-fout"><strong>Fout:</strong>\s*([^<]*)<', page)
    return unescape(found.group(1)).strip() if found else ""


def summary_links(page: str) -> list[str]:
    """Give the fields to which the error summary links."""
    summary = re.search(r'<div class="[^"]*error-summary".*?</div>', page, re.DOTALL)
    return re.findall(r'href="#([^"]+)"', summary.group()) if summary else []
