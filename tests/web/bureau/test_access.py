"""Who may see which page of the bureau."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.web.bureau.desk import PEOPLE, Desk
from tests.web.filled_form import hidden_fields

pytestmark = pytest.mark.backend("sqlite")

PAGES = {
    # page: who may open it, by the start of their address
    "/bureau": "co achterwacht beheer leiding",
    "/bureau/wachtrij": "co achterwacht beheer",
    "/bureau/cijfers": "co achterwacht beheer leiding",
    "/bureau/mail": "co achterwacht beheer",
    "/bureau/piket": "co achterwacht beheer",
    "/bureau/meldingen": "co achterwacht beheer",
    "/bureau/logboek": "beheer privacy",
    "/bureau/logboek/bestand": "beheer privacy",
    "/bureau/bewaren": "beheer privacy leiding",
    "/bureau/aanvragen/nieuw": "co achterwacht beheer",
    "/bureau/aanvragen/{reference}": "co achterwacht beheer",
    "/bureau/aanvragen/{reference}/stand": "co achterwacht beheer",
    "/bureau/aanvragen/{reference}/vergelijken": "co achterwacht beheer",
    "/bureau/deskundigen": "co achterwacht beheer partner",
    "/bureau/deskundigen/{expert}": "co achterwacht beheer partner",
    "/bureau/deskundigen/{expert}/bewerken": "co achterwacht beheer partner",
}


# "los" has lost its partner, so that every single expert is a stranger's.
@pytest.mark.parametrize("email", [email for email in PEOPLE if not email.startswith("los")])
@pytest.mark.parametrize("page", PAGES)
def test_pages_by_role(
    log_in: Callable[[str], Desk],
    submit: Callable[..., str],
    experts: list[int],
    email: str,
    page: str,
) -> None:
    path = page.format(reference=submit(), expert=experts[0])
    allowed = email.split("@", maxsplit=1)[0] in PAGES[page].split()
    text = log_in(email).page(path, 200 if allowed else 403)
    if not allowed:
        assert "U mag deze pagina niet zien" in text
    elif "<!doctype html" in text.lower():
        assert 'action="/uitloggen"' in text


@pytest.mark.parametrize("page", PAGES)
def test_without_logging_in_every_page_explains_how(
    app: Flask, submit: Callable[..., str], experts: list[int], page: str
) -> None:
    answer = app.test_client().get(page.format(reference=submit(), expert=experts[0]))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/inloggen")


@pytest.mark.parametrize("email", ["leiding@bureau.example", "partner@partner.example"])
def test_an_act_needs_a_coordinator(
    log_in: Callable[[str], Desk], desk: Desk, submit: Callable[..., str], email: str
) -> None:
    reference = submit()
    page = desk.page(f"/bureau/aanvragen/{reference}")
    other = log_in(email)
    home = "/bureau" if email.startswith("leiding") else "/bureau/deskundigen"
    fields = hidden_fields(page) | hidden_fields(other.page(home))
    answer = other.client.post(f"/bureau/aanvragen/{reference}/terugbellen", data=fields)
    assert answer.status_code == 403
    assert "call_back" not in desk.events(reference)


def test_the_programme_manager_sees_numbers_only(
    log_in: Callable[[str], Desk], submit: Callable[..., str]
) -> None:
    reference = submit()
    page = log_in("leiding@bureau.example").page("/bureau")
    assert "<dt>open</dt><dd>1</dd>" in page
    # One without an owner: too few to tell. None late: that is about nobody.
    assert "<dt>zonder eigenaar</dt><dd>–</dd>" in page and "<dt>te laat</dt><dd>0</dd>" in page
    assert reference not in page and "Zeist" not in page


def test_a_partner_sees_the_own_experts_only(
    log_in: Callable[[str], Desk], experts: list[int]
) -> None:
    partner = log_in("partner@partner.example")
    page = partner.page("/bureau/deskundigen")
    assert "Deskundige 5" in page and "Deskundige 6" not in page
    partner.page(f"/bureau/deskundigen/{experts[5]}", 404)


def test_a_partner_without_a_partner_sees_nobody(
    log_in: Callable[[str], Desk], app: Flask, experts: list[int], engine: object
) -> None:
    partner = log_in("los@partner.example")
    assert "0 deskundigen" in partner.page("/bureau/deskundigen")
    partner.page(f"/bureau/deskundigen/{experts[0]}", 404)
