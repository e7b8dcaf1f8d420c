"""Logging in at a real provider: who gets in, as whom, and who does not."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from authlib.integrations.requests_client import OAuth2Session
from flask import Flask
from sqlalchemy import Engine, func, select

from service.database import reading, writing
from service.storage import user_account
from service.storage.account_identity import AccountIdentity
from service.storage.sign_on import SignOn
from service.storage.user_account import UserAccount
from service.storage.user_session import UserSession
from tests.web.conftest import Clock
from tests.web.sign_on.conftest import configure
from tests.web.sign_on.traveller import Traveller, asked

pytestmark = pytest.mark.backend("sqlite")
ROLES = {"OIDC_ROLES": "schakel-coordinator=coordinator,schakel-beheer=admin"}
STRONG = {"OIDC_SECOND_STEP_AMR": "mfa"}
Travellers = Callable[[], Traveller]


def account(engine: Engine, email: str) -> UserAccount:
    with reading(engine) as session:
        found = user_account.by_email(session, email)
        assert found is not None
        session.expunge_all()
        return found


def test_the_page_offers_it(traveller: Travellers) -> None:
    page = traveller().client.get("/inloggen").text
    assert "Inloggen met Gemeente Sleedal" in page and 'href="/inloggen/extern"' in page


@pytest.mark.parametrize("path", ["", "/terug?code=a&state=b", "/uitloggen"])
def test_without_a_provider_there_is_nothing(own_app: Flask, path: str) -> None:
    client = own_app.test_client()
    assert client.get(f"/inloggen/extern{path}").status_code == 404
    assert "extern" not in client.get("/inloggen").text


def test_the_request_carries_what_protects_it(traveller: Travellers, engine: Engine) -> None:
    one = traveller()
    parameters = asked(one.begin())
    assert parameters["redirect_uri"] == "http://127.0.0.1:8000/inloggen/extern/terug"
    assert (parameters["response_type"], parameters["scope"]) == ("code", "openid email")
    assert parameters["code_challenge_method"] == "S256" and len(parameters["code_challenge"]) == 43
    assert len(parameters["state"]) == len(parameters["nonce"]) == 43
    with reading(engine) as session:
        stored = session.scalars(select(SignOn)).one()
        assert parameters["state"] != stored.state_hash


def test_the_address_back_is_never_read_from_the_visitor(traveller: Travellers) -> None:
    answer = traveller().client.get("/inloggen/extern", headers={"Host": "localhost:9"})
    assert asked(answer.location)["redirect_uri"].startswith("http://127.0.0.1:8000/")


@pytest.mark.parametrize(
    ("comes_from", "leads_to_provider"),
    [("cross-site", False), ("same-site", False), ("same-origin", True), ("none", True)],
)
def test_another_site_cannot_begin_it(
    traveller: Travellers, engine: Engine, comes_from: str, leads_to_provider: bool
) -> None:
    headers = {"Sec-Fetch-Site": comes_from}
    answer = traveller().client.get("/inloggen/extern", headers=headers)
    assert (answer.location != "/inloggen") is leads_to_provider
    with reading(engine) as session:
        assert len(session.scalars(select(SignOn)).all()) == leads_to_provider


def test_with_a_second_step_that_counts_one_lands_on_the_wanted_page(
    app: Flask, traveller: Travellers
) -> None:
    configure(app, {"OIDC_ISSUER": app.config["SETTINGS"].sign_on.issuer} | STRONG)
    one = traveller()
    assert one.client.get("/bureau/partners?x=1").location == "/inloggen"
    assert one.sign_on("co-sterk").location == "/bureau/partners?x=1"
    assert one.client.get("/bureau/partners").status_code == 200
    linked = ("account_changed", "provider_linked")
    assert one.told() == [linked, ("log_in", "by_provider")]


def test_without_it_the_own_second_step_follows(app: Flask, traveller: Travellers) -> None:
    one = traveller()
    assert one.sign_on("co-sterk").location == "/bureau/mijn-account/tweede-stap", "none counts"
    configure(app, {"OIDC_ISSUER": app.config["SETTINGS"].sign_on.issuer} | STRONG)
    other = traveller()
    assert other.sign_on("partner").location == "/bureau/deskundigen", "a partner may do without"


def test_somebody_is_known_by_identity_not_by_address(
    traveller: Travellers, engine: Engine
) -> None:
    traveller().sign_on("co")
    with writing(engine) as session:
        found = user_account.by_email(session, "co@bureau.example")
        assert found is not None
        found.email = "anders@bureau.example"
    assert traveller().sign_on("co").status_code == 303
    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(AccountIdentity)) == 1


def test_who_gets_the_address_of_a_colleague_does_not_get_the_account(
    traveller: Travellers, engine: Engine
) -> None:
    traveller().sign_on("co")
    one = traveller()
    answer = one.sign_on("co-nieuw")
    assert (answer.status_code, "Vraag de beheerder" in answer.text) == (403, True)
    assert one.told()[-1] == ("log_in_refused", "provider_other_identity")
    assert one.client.get("/bureau").location == "/inloggen"


@pytest.mark.parametrize(
    ("login", "told"),
    [("buitenstaander", "unknown_person"), ("privacy", "address"), ("vreemd", "not_finished")],
)
def test_an_outsider_stays_outside(
    traveller: Travellers, engine: Engine, login: str, told: str
) -> None:
    one = traveller()
    answer = one.sign_on(login)
    assert answer.status_code == 403
    assert one.told()[-1] == ("log_in_refused", f"provider_{told}")
    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(UserSession)) == 0
        assert session.scalar(select(func.count()).select_from(AccountIdentity)) == 0


@pytest.mark.parametrize("linked", [False, True])
def test_a_closed_account_stays_closed(traveller: Travellers, engine: Engine, linked: bool) -> None:
    if linked:
        traveller().sign_on("co")
    with writing(engine) as session:
        found = user_account.by_email(session, "co@bureau.example")
        assert found is not None
        found.active = False
    one = traveller()
    assert one.sign_on("co").status_code == 403
    assert one.told()[-1] == ("log_in_refused", "provider_closed")


def test_a_mapped_role_counts_at_each_log_in_and_ends_other_sessions(
    app: Flask, traveller: Travellers, engine: Engine
) -> None:
    with writing(engine) as session:
        found = user_account.by_email(session, "co@bureau.example")
        assert found is not None
        found.role = "deputy_coordinator"
    first = traveller()
    first.sign_on("co")
    configure(app, {"OIDC_ISSUER": app.config["SETTINGS"].sign_on.issuer} | ROLES)
    assert traveller().sign_on("co").status_code == 303
    assert account(engine, "co@bureau.example").role == "coordinator"
    assert first.client.get("/bureau/mijn-account/tweede-stap").location == "/inloggen"
    assert ("account_changed", "role_coordinator") in first.told()


def test_who_has_no_mapped_role_is_told_whom_to_ask(app: Flask, traveller: Travellers) -> None:
    configure(app, {"OIDC_ISSUER": app.config["SETTINGS"].sign_on.issuer} | ROLES)
    one = traveller()
    answer = one.sign_on("leiding")
    assert answer.status_code == 403
    assert "geen rol voor Schakel" in answer.text and "Vraag de beheerder" in answer.text
    assert one.told()[-1] == ("log_in_refused", "provider_role")


def test_the_last_administrator_keeps_the_role(app: Flask, traveller: Travellers) -> None:
    mapped = {"OIDC_ROLES": "schakel-beheer=programme_manager"}
    configure(app, {"OIDC_ISSUER": app.config["SETTINGS"].sign_on.issuer} | mapped)
    one = traveller()
    assert one.sign_on("beheer").status_code == 403
    assert one.told()[-1] == ("log_in_refused", "provider_last_admin")


def test_who_never_comes_back_leaves_nothing(
    traveller: Travellers, engine: Engine, clock: Clock
) -> None:
    for _ in range(3):
        traveller().begin()
    clock.now = clock.now.replace(year=clock.now.year + 1)
    traveller().begin()
    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(SignOn)) == 1


def test_who_begins_very_often_waits(traveller: Travellers) -> None:
    one = traveller()
    assert {one.client.get("/inloggen/extern").status_code for _ in range(60)} == {303}
    assert one.client.get("/inloggen/extern").status_code == 429


def test_tokens_of_the_provider_reach_neither_browser_nor_database(
    traveller: Travellers,
    stored: Callable[[], Iterable[bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: list[str] = []
    ordinary = OAuth2Session.fetch_token

    def noted(client: OAuth2Session, *rest: Any, **more: Any) -> Any:
        answer = ordinary(client, *rest, **more)
        given.extend((answer["access_token"], answer["id_token"]))
        return answer

    monkeypatch.setattr(OAuth2Session, "fetch_token", noted)
    one = traveller()
    answer = one.sign_on("co")
    with one.client.session_transaction() as kept:
        seen = f"{answer.text} {answer.headers} {dict(kept)} {one.client.get('/inloggen').text}"
    in_database = b"".join(stored())
    assert len(given) == 2
    assert not any(token in seen or token.encode() in in_database for token in given)
