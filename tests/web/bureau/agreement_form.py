"""The form of the agreement, filled in and sent as a browser does."""

from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.web.bureau.desk import Desk
from tests.web.form_on_page import FormOnPage

READ = "/bureau/werkafspraken"
CHANGE = "/bureau/werkafspraken/wijzigen"


def form_of(page: str) -> MultiDict[str, str]:
    return FormOnPage(page, CHANGE).fields


def changed(desk: Desk, do: str = "bekijken", **fields: str) -> TestResponse:
    """Fill the form in with changes (`__` stands for a dot in a name) and press a button."""
    return send(desk, form_of(desk.page(CHANGE)), do, **fields)


def send(desk: Desk, form: MultiDict[str, str], do: str, **fields: str) -> TestResponse:
    for name, value in fields.items():
        form[name.replace("__", ".")] = value
    return desk.client.post(CHANGE, data=form | {"doe": do})


def adopted(desk: Desk, **fields: str) -> TestResponse:
    preview = changed(desk, **fields)
    assert preview.status_code == 200, preview.text
    return send(desk, form_of(preview.text), "vaststellen")
