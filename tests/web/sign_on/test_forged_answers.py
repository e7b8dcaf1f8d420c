"""What comes back from a provider that lies, is broken or is not ours lets nobody in."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from joserfc.jwk import ECKey, OctKey
from sqlalchemy import Engine, func, select
from werkzeug.test import TestResponse

from service.database import reading
from service.storage.user_session import UserSession
from service.web.sign_on.routes import BROWSER
from tests.web.conftest import Clock
from tests.web.sign_on.conftest import configure
from tests.web.sign_on.forger import Forger
from tests.web.sign_on.organisation import CLIENT_ID, CLIENT_SECRET
from tests.web.sign_on.traveller import Traveller, asked

pytestmark = pytest.mark.backend("sqlite")
SECOND_STEP = {"OIDC_SECOND_STEP_ACR": "phr", "OIDC_SECOND_STEP_AMR": "mfa,hwk"}
LET_IN = "/bureau"
SET_UP = "/bureau/mijn-account/tweede-stap"


@pytest.fixture
def forger(clock: Clock) -> Iterator[Forger]:
    made = Forger(clock)
    yield made
    made.close()


@pytest.fixture
def issuer(forger: Forger) -> str:
    """No real provider here."""
    return forger.issuer


@pytest.fixture
def app(app: Flask, forger: Forger) -> Flask:
    configure(app, {"OIDC_ISSUER": forger.issuer} | SECOND_STEP)
    return app


@pytest.fixture
def one(traveller: Callable[[], Traveller]) -> Traveller:
    return traveller()


def begun(one: Traveller, forger: Forger, path: str = "/inloggen/extern") -> dict[str, str]:
    """Begin, and let the forger know what the provider would."""
    sent = asked(one.begin(path))
    forger.nonce, forger.challenge = sent["nonce"], sent["code_challenge"]
    return sent


def come_back(one: Traveller, **parameters: Any) -> TestResponse:
    query = urlencode({"code": "code"} | parameters, doseq=True)
    return one.page_after(f"/inloggen/extern/terug?{query}")


def refused(one: Traveller, answer: TestResponse, reason: str) -> None:
    assert answer.status_code == 403, answer.text
    assert one.told()[-1] == ("log_in_refused", f"provider_{reason}")
    assert one.client.get("/bureau").location == "/inloggen"
    with reading(one.engine) as session:
        assert session.scalar(select(func.count()).select_from(UserSession)) == 0


HOUR = 3600


@pytest.mark.parametrize(
    "said",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another"},
        {"aud": "another", "azp": CLIENT_ID},
        {"aud": None},
        {"aud": [CLIENT_ID, "another"]},
        {"aud": [CLIENT_ID, "another"], "azp": "another"},
        {"azp": "another"},
        {"iss": "https://another.example"},
        {"iss": None},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"exp": None},
        {"iat": None},
        {"exp": "later"},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
        {"amr": "mfa"},
        {"auth_time": "now"},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_us_lets_nobody_in(
    one: Traveller, forger: Forger, said: dict[str, Any]
) -> None:
    state = begun(one, forger)["state"]
    forger.said = said
    refused(one, come_back(one, state=state), "token")


@pytest.mark.parametrize(
    ("name", "seconds", "reason"),
    [
        ("exp", -31, "token"),
        ("exp", -29, ""),
        ("iat", 31, "token"),
        ("iat", 29, ""),
        ("nbf", 31, "token"),
        ("auth_time", 31, "not_recent"),
        ("auth_time", -12 * HOUR - 31, "not_recent"),
        ("auth_time", -12 * HOUR, ""),
    ],
)
def test_times_may_differ_half_a_minute(
    one: Traveller, forger: Forger, clock: Clock, name: str, seconds: int, reason: str
) -> None:
    state = begun(one, forger)["state"]
    forger.said = {name: int(clock.now.timestamp()) + seconds}
    answer = come_back(one, state=state)
    if reason:
        refused(one, answer, reason)
    else:
        assert answer.location == SET_UP


FORGED: dict[str, Callable[[Forger], str]] = {
    "not signed": lambda forger: forger.unsigned(),
    "another key": lambda forger: forger.signed(ECKey.generate_key("P-256")),
    "a key nobody knows": lambda forger: forger.signed(ECKey.generate_key("P-256"), kid="two"),
    "a shared secret": lambda forger: forger.signed(
        OctKey.import_key(CLIENT_SECRET.ljust(32, "x")), alg="HS256"
    ),
    "the public key as a secret": lambda forger: forger.signed(
        OctKey.import_key(forger.key.as_pem(private=False).hex()), alg="HS256"
    ),
    "cut off": lambda forger: forger.signed()[:-4],
    "no token": lambda forger: "",
    "no text": lambda forger: "\0.é.",
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=list(FORGED))
def test_a_forged_signature_lets_nobody_in(
    one: Traveller, forger: Forger, forged: Callable[[Forger], str]
) -> None:
    state = begun(one, forger)["state"]
    forger.token = forged(forger)
    refused(one, come_back(one, state=state), "token")


def test_a_provider_may_change_its_key(one: Traveller, forger: Forger, clock: Clock) -> None:
    state = begun(one, forger)["state"]
    forger.key = ECKey.generate_key("P-256", {"kid": "one"})
    forger.published = [forger.key]
    refused(one, come_back(one, state=state), "token")
    clock.now += timedelta(minutes=1)
    assert come_back(one, state=begun(one, forger)["state"]).location == SET_UP
    assert forger.asked.count("/keys") == 2


@pytest.mark.parametrize(
    "said", [{"state": "another"}, {"state": ""}, {}, {"state": ["a", "b"]}], ids=str
)
def test_a_state_that_was_not_begun_lets_nobody_in(
    one: Traveller, forger: Forger, said: dict[str, Any]
) -> None:
    begun(one, forger)
    refused(one, come_back(one, **said), "state")
    assert "/token" not in forger.asked


def test_a_state_counts_once(one: Traveller, forger: Forger) -> None:
    state = begun(one, forger)["state"]
    assert come_back(one, state=state).location == SET_UP
    assert "al gebruikt" in come_back(one, state=state).text
    assert forger.asked.count("/token") == 1


def test_a_state_is_used_up_by_an_answer_that_is_refused(one: Traveller, forger: Forger) -> None:
    state = begun(one, forger)["state"]
    forger.broken = 400
    refused(one, come_back(one, state=state), "code")
    forger.broken = None
    refused(one, come_back(one, state=state), "state")


def test_a_state_counts_for_ten_minutes(one: Traveller, forger: Forger, clock: Clock) -> None:
    state = begun(one, forger)["state"]
    clock.now += timedelta(minutes=10)
    refused(one, come_back(one, state=state), "state")


def test_somebody_elses_answer_logs_no_victim_in(
    one: Traveller, traveller: Callable[[], Traveller], forger: Forger
) -> None:
    attacker = one
    state = begun(attacker, forger)["state"]
    victim = traveller()
    victim.begin()
    refused(victim, come_back(victim, state=state), "state")
    assert come_back(attacker, state=state).location == SET_UP, "and it is not used up"


@pytest.mark.parametrize(
    ("must", "named", "reason"),
    [
        (True, None, "issuer"),
        (True, "https://another.example", "issuer"),
        (False, "https://another.example", "issuer"),
        (True, "own", ""),
        (False, None, ""),
    ],
)
def test_an_answer_of_another_provider_counts_for_nothing(
    one: Traveller, forger: Forger, must: bool, named: str | None, reason: str
) -> None:
    forger.metadata = {"authorization_response_iss_parameter_supported": must}
    sent = {"state": begun(one, forger)["state"]}
    if named:
        sent["iss"] = forger.issuer if named == "own" else named
    answer = come_back(one, **sent)
    if reason:
        refused(one, answer, reason)
        assert "/token" not in forger.asked
    else:
        assert answer.location == SET_UP


def test_an_error_of_the_provider_is_told_without_its_words(one: Traveller, forger: Forger) -> None:
    state = begun(one, forger)["state"]
    answer = come_back(one, state=state, error="access_denied", error_description="<b>bel 0900</b>")
    assert "0900" not in answer.text
    refused(one, answer, "not_finished")


@pytest.mark.parametrize(("status", "expected"), [(400, 403), (500, 503), (302, 503)])
def test_a_code_that_the_provider_refuses(
    one: Traveller, forger: Forger, status: int, expected: int
) -> None:
    state = begun(one, forger)["state"]
    forger.broken = status
    assert come_back(one, state=state).status_code == expected


def test_a_code_of_another_log_in_is_refused_by_a_real_provider(
    app: Flask, traveller: Callable[[], Traveller], provider_process: Any
) -> None:
    configure(app, {"OIDC_ISSUER": provider_process.issuer})
    attacker, victim = traveller(), traveller()
    stolen = asked(attacker.visitor.log_in(attacker.begin(), "co"))
    state = asked(victim.begin())["state"]
    refused(victim, come_back(victim, **stolen | {"state": state}), "code")


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"acr": "phr"}, LET_IN),
        ({"amr": ["pwd", "mfa"]}, LET_IN),
        ({"amr": ["hwk"]}, LET_IN),
        ({"acr": "mfa"}, SET_UP),
        ({"amr": ["pwd", "otp"]}, SET_UP),
        ({"amr": ["phr"]}, SET_UP),
        ({}, SET_UP),
    ],
    ids=str,
)
def test_the_second_step_of_the_provider_counts_only_when_it_is_listed(
    one: Traveller, forger: Forger, said: dict[str, Any], path: str
) -> None:
    sent = begun(one, forger)
    assert sent["acr_values"] == "phr"
    forger.said = said
    assert come_back(one, state=sent["state"]).location == path


def test_userinfo_adds_who_it_is_and_never_how_they_logged_in(
    one: Traveller, forger: Forger
) -> None:
    state = begun(one, forger)["state"]
    forger.said = {"email": None, "email_verified": None}
    forger.told = {"email": "CO@bureau.example", "email_verified": True, "amr": ["mfa"]}
    assert come_back(one, state=state).location == SET_UP


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"sub": "another", "email": "co@bureau.example", "email_verified": True}, "token"),
        ({"email": "co@bureau.example", "email_verified": False}, "address"),
        ({"email": "co@bureau.example"}, "address"),
        ({"email": "co@bureau.example", "email_verified": "true"}, "address"),
        ({}, "address"),
    ],
    ids=str,
)
def test_an_address_counts_only_when_it_is_verified(
    one: Traveller, forger: Forger, told: dict[str, Any], reason: str
) -> None:
    state = begun(one, forger)["state"]
    forger.said = {"email": None, "email_verified": None}
    forger.told = told
    refused(one, come_back(one, state=state), reason)


@pytest.mark.parametrize(
    ("seconds", "fresh"), [(0, True), (-14 * 60, True), (-15 * 60, False), (None, False)]
)
def test_how_long_ago_somebody_proved_who_they_are_counts(
    one: Traveller, forger: Forger, clock: Clock, seconds: int | None, fresh: bool
) -> None:
    state = begun(one, forger)["state"]
    proved = None if seconds is None else int(clock.now.timestamp()) + seconds
    forger.said = {"amr": ["mfa"], "auth_time": proved, "email": "beheer@bureau.example"}
    come_back(one, state=state)
    assert (one.client.get("/bureau/accounts").status_code == 200) == fresh


@pytest.mark.parametrize(
    ("auth_time", "passes"), [(None, False), (-31, False), (-29, True), (29, True)]
)
def test_to_confirm_one_must_have_logged_in_anew(
    one: Traveller, forger: Forger, clock: Clock, auth_time: int | None, passes: bool
) -> None:
    state = begun(one, forger)["state"]
    forger.said = {"amr": ["mfa"]}
    come_back(one, state=state)
    sent = begun(one, forger, "/bureau/bevestigen/extern")
    assert (sent["prompt"], sent["max_age"]) == ("login", "0")
    proved = None if auth_time is None else int(clock.now.timestamp()) + auth_time
    forger.said["auth_time"] = proved
    assert (come_back(one, state=sent["state"]).status_code == 303) == passes


def test_what_was_begun_in_a_session_confirms_no_other(one: Traveller, forger: Forger) -> None:
    forger.said = {"amr": ["mfa"]}
    come_back(one, state=begun(one, forger)["state"])
    confirming = begun(one, forger, "/bureau/bevestigen/extern")
    with one.client.session_transaction() as cookie:
        browser = cookie[BROWSER]
    come_back(one, state=begun(one, forger)["state"])
    with one.client.session_transaction() as cookie:
        cookie[BROWSER] = browser
    forger.nonce, forger.challenge = confirming["nonce"], confirming["code_challenge"]
    assert come_back(one, state=confirming["state"]).status_code == 403


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://another.example"},
        {"issuer": None},
        {"token_endpoint": "ftp://127.0.0.1/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": "http://127.0.0.1:9/keys"},
    ],
    ids=str,
)
def test_a_provider_that_is_wrong_about_itself_is_not_used(
    one: Traveller, forger: Forger, metadata: dict[str, Any]
) -> None:
    forger.metadata = metadata
    answer = one.page_after("/inloggen/extern")
    assert answer.status_code == 503
    assert "antwoordt niet" in answer.text and "Inloggen met een wachtwoord" in answer.text


def test_a_provider_that_is_down_stands_in_no_way(
    app: Flask, one: Traveller, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    configure(app, {"OIDC_ISSUER": "http://127.0.0.1:9"})
    assert one.client.get("/inloggen").status_code == 200
    assert one.page_after("/inloggen/extern").status_code == 503
    assert one.client.get("/uitgelogd").status_code == 200
    assert CLIENT_SECRET not in caplog.text and "127.0.0.1:9" not in caplog.text
