"""Proving again at a real provider who one is, and logging out."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine

from service.database import writing
from service.storage import user_account
from tests.web.conftest import Clock
from tests.web.filled_form import hidden_fields
from tests.web.sign_on.conftest import configure
from tests.web.sign_on.organisation import Visitor
from tests.web.sign_on.traveller import Traveller, asked

pytestmark = pytest.mark.backend("sqlite")
ACCOUNTS = "/bureau/accounts"
CONFIRM = "/bureau/bevestigen/extern"


@pytest.fixture
def admin(app: Flask, traveller: Callable[[], Traveller], engine: Engine) -> Iterator[Traveller]:
    """The administrator, logged in at the provider with a second step that counts."""
    amr = {"OIDC_SECOND_STEP_AMR": "pwd"}
    configure(app, {"OIDC_ISSUER": app.config["SETTINGS"].sign_on.issuer} | amr)
    one = traveller()
    assert one.sign_on("beheer").location == "/bureau"
    yield one


def test_who_just_logged_in_need_not_confirm(admin: Traveller) -> None:
    assert admin.client.get(ACCOUNTS).status_code == 200


def test_a_sensitive_page_opens_after_confirming_at_the_provider(
    admin: Traveller, clock: Clock
) -> None:
    clock.now += timedelta(minutes=16)
    assert admin.client.get(ACCOUNTS).location == "/bureau/bevestigen"
    page = admin.client.get("/bureau/bevestigen").text
    assert f'href="{CONFIRM}"' in page and 'name="password"' not in page
    clock.now -= timedelta(minutes=16)
    address = admin.begin(CONFIRM)
    assert (asked(address)["prompt"], asked(address)["max_age"]) == ("login", "0")
    assert admin.return_to(admin.visitor.log_in(address, "beheer")).location == ACCOUNTS
    assert admin.told()[-1] == ("log_in", "confirmed")


def test_a_form_that_waited_goes_on(admin: Traveller, clock: Clock, engine: Engine) -> None:
    page = admin.client.get(f"{ACCOUNTS}/1").text
    clock.now += timedelta(minutes=16)
    typed = {"name": "Nieuwe Naam", "phone": "", "role": "coordinator", "partner": ""}
    waiting = admin.post(f"{ACCOUNTS}/1", page, **typed)
    assert (waiting.status_code, "blijft bewaard" in waiting.text) == (403, True)
    assert "nieuw tabblad" in waiting.text

    too_early = admin.client.post("/bureau/bevestigen", data=hidden_fields(waiting.text))
    assert (too_early.status_code, "nog niet bevestigd" in too_early.text) == (400, True)

    clock.now -= timedelta(minutes=16)
    done = admin.sign_on("beheer", f"{CONFIRM}?voor=formulier")
    assert "Sluit dit tabblad" in done.text
    clock.now += timedelta(minutes=10)
    confirmed = admin.client.post("/bureau/bevestigen", data=hidden_fields(too_early.text))
    assert "nog niet bewaard" in confirmed.text
    answer = admin.client.post(f"{ACCOUNTS}/1", data=hidden_fields(confirmed.text))
    assert answer.status_code == 303
    with writing(engine) as session:
        assert session.get_one(user_account.UserAccount, 1).name == "Nieuwe Naam"


@pytest.mark.parametrize("known", [False, True])
def test_nobody_else_can_confirm(
    admin: Traveller, traveller: Callable[[], Traveller], known: bool
) -> None:
    if known:
        traveller().sign_on("co")
    admin.visitor.close()
    admin.visitor = Visitor()
    answer = admin.sign_on("co", CONFIRM)
    assert (answer.status_code, "iemand anders" in answer.text) == (403, True)
    assert admin.told()[-1] == ("log_in_refused", "provider_other_person")


def test_what_was_begun_to_confirm_does_not_log_in(admin: Traveller) -> None:
    address = admin.visitor.log_in(admin.begin(CONFIRM), "beheer")
    admin.post("/uitloggen", admin.client.get("/bureau").text)
    assert admin.return_to(address).status_code == 403
    assert admin.client.get("/bureau").location == "/inloggen"


def test_logging_out_offers_to_log_out_there_too(admin: Traveller) -> None:
    answer = admin.post("/uitloggen", admin.client.get("/bureau").text)
    page = admin.client.get(answer.location).text
    assert "Bij Gemeente Sleedal bent u nog ingelogd" in page
    address = admin.begin("/inloggen/extern/uitloggen")
    parameters = asked(address)
    assert address.startswith(admin.issuer)
    assert parameters["post_logout_redirect_uri"] == "http://127.0.0.1:8000/uitgelogd"
    assert admin.client.get("/bureau").location == "/inloggen"


def test_who_came_with_a_password_is_not_asked_that(
    app: Flask, traveller: Callable[[], Traveller]
) -> None:
    assert "nog ingelogd" not in traveller().client.get("/uitgelogd").text


def test_an_administrator_takes_the_link_away(
    admin: Traveller, traveller: Callable[[], Traveller], engine: Engine
) -> None:
    colleague = traveller()
    colleague.sign_on("co")
    page = admin.client.get(f"{ACCOUNTS}/1").text
    assert "Logt in bij de eigen organisatie" in page
    assert "Bij de eigen organisatie" in admin.client.get(ACCOUNTS).text
    assert admin.post(f"{ACCOUNTS}/1/ontkoppelen", page).status_code == 303
    assert colleague.client.get("/bureau").location == "/inloggen"
    assert ("account_changed", "provider_unlinked") in admin.told()
    assert traveller().sign_on("co-nieuw").status_code == 303, "found by the address again"
