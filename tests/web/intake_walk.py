"""A requester who goes through the steps of the form with an ordinary browser, without scripts."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from service.rehearsal.html_page import Form, Page, read_page
from tests.web.filled_form import TYPED

PATH = "/aanvraag"


def opened(client: FlaskClient, path: str = PATH) -> Page:
    """Open the first step."""
    return read_page(200, path, client.get(path).text)


def form_of(page: Page) -> Form:
    """Give the form with the questions of this step."""
    return page.form_with("form_token")


def asked(page: Page) -> set[str]:
    """Give the fields that somebody can see on this page."""
    return {name for name, found in form_of(page).fields.items() if found.kind != "hidden"}


def sent(client: FlaskClient, page: Page, button: str = "", **typed: Any) -> Page:
    """Fill in on this page what it asks, press a button (the first one), and give the next page."""
    form = form_of(page).fill(**typed).press(button)
    return _posted(client, form, form.data())


def changing(client: FlaskClient, page: Page, step: str) -> Page:
    """Press a button in the summary of the last page that changes the answers of a step."""
    form = next(form for form in page.forms if "form_token" in form.fields and not form.buttons)
    return _posted(client, form, [*form.data(), ("go", step)])


def told(page: Page, **changes: Any) -> dict[str, Any]:
    """Give what there is to type on this page."""
    return {name: value for name, value in (TYPED | changes).items() if name in asked(page)}


def walked_to(client: FlaskClient, name: str, path: str = PATH, **changes: Any) -> Page:
    """Fill in step by step, until the page on which this field is asked."""
    page = opened(client, path)
    while name not in asked(page):
        page = sent(client, page, **told(page, **changes))
        assert page.status == 200, page.words
    return page


def last_page(client: FlaskClient, path: str = PATH, **changes: Any) -> tuple[Page, Form]:
    """Fill in everything; give the last page and its form with the declaration ticked."""
    page = walked_to(client, "declaration", path, **changes)
    return page, form_of(page).fill(declaration="yes")


def _posted(client: FlaskClient, form: Form, data: list[tuple[str, str]]) -> Page:
    answer = client.post(form.action, data=MultiDict(data))
    return read_page(answer.status_code, answer.location or form.action, answer.text)
