"""The provider itself tells that somebody logged out there."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from joserfc import jwt
from joserfc.jwk import ECKey
from sqlalchemy import Engine, update

from service.database import writing
from service.storage.user_session import UserSession
from service.web.sign_on.id_token import LOG_OUT_EVENT
from tests.web.conftest import Clock
from tests.web.sign_on.conftest import configure
from tests.web.sign_on.forger import Forger
from tests.web.sign_on.organisation import CLIENT_ID
from tests.web.sign_on.traveller import Traveller, asked

pytestmark = pytest.mark.backend("sqlite")
OWN = "/bureau/mijn-account"


@pytest.fixture
def forger(clock: Clock) -> Iterator[Forger]:
    made = Forger(clock)
    yield made
    made.close()


@pytest.fixture
def issuer(forger: Forger) -> str:
    return forger.issuer


@pytest.fixture
def logged_in(
    app: Flask, forger: Forger, traveller: Callable[[], Traveller]
) -> Callable[[str], Traveller]:
    """Log somebody in, from a session at the provider with this name."""
    configure(app, {"OIDC_ISSUER": forger.issuer, "OIDC_SECOND_STEP_AMR": "mfa"})

    def _logged_in(sid: str) -> Traveller:
        one = traveller()
        sent = asked(one.begin())
        forger.nonce, forger.challenge = sent["nonce"], sent["code_challenge"]
        forger.said = {"amr": ["mfa"], "sid": sid or None}
        path = f"/inloggen/extern/terug?code=a&state={sent['state']}"
        assert one.page_after(path).location == "/bureau"
        return one

    return _logged_in


def log_out_token(forger: Forger, key: ECKey | None = None, **changes: Any) -> str:
    now = int(forger.now().timestamp())
    claims = {
        "iss": forger.issuer,
        "aud": CLIENT_ID,
        "iat": now,
        "exp": now + 120,
        "jti": "one",
        "events": {LOG_OUT_EVENT: {}},
        "sub": "co",
        "sid": "here",
    } | changes
    told = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode({"alg": "ES256", "kid": "one"}, told, key or forger.key)


def tell(app: Flask, token: str) -> int:
    path = "/inloggen/extern/uitgelogd"
    return app.test_client().post(path, data={"logout_token": token}).status_code


def is_in(one: Traveller) -> bool:
    return one.client.get(OWN).status_code == 200


@pytest.mark.parametrize(
    ("named", "left"),
    [
        ({}, [False, True, True]),
        ({"sub": None}, [False, True, True]),
        ({"sid": None}, [False, False, False]),
        ({"sub": "another"}, [True, True, True]),
        ({"sid": "another"}, [True, True, True]),
    ],
    ids=str,
)
def test_what_ends_is_what_was_named(
    app: Flask,
    forger: Forger,
    logged_in: Callable[[str], Traveller],
    named: dict[str, Any],
    left: list[bool],
) -> None:
    people = [logged_in("here"), logged_in("there"), logged_in("")]
    assert tell(app, log_out_token(forger, **named)) == 200
    assert [is_in(one) for one in people] == left
    ended = [told for told in people[0].told() if told == ("session", "ended_by_provider")]
    assert len(ended) == (not all(left))
    assert tell(app, log_out_token(forger, **named)) == 200, "told again, nothing is left to end"


def test_a_session_that_did_not_come_from_there_goes_on(
    app: Flask, forger: Forger, logged_in: Callable[[str], Traveller], engine: Engine
) -> None:
    one = logged_in("here")
    with writing(engine) as session:
        session.execute(update(UserSession).values(provider_session=None))
    assert tell(app, log_out_token(forger, sid=None)) == 200
    assert is_in(one)


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://another.example"},
        {"aud": "another"},
        {"exp": 1},
        {"exp": None},
        {"iat": None},
        {"jti": None},
        {"events": None},
        {"events": {"another": {}}},
        {"events": LOG_OUT_EVENT},
        {"nonce": "a"},
        {"sub": None, "sid": None},
        {"sub": 7, "sid": 7},
    ],
    ids=str,
)
def test_what_is_no_log_out_token_for_us_ends_nothing(
    app: Flask, forger: Forger, logged_in: Callable[[str], Traveller], changes: dict[str, Any]
) -> None:
    one = logged_in("here")
    assert tell(app, log_out_token(forger, **changes)) == 400
    assert is_in(one)


def test_what_the_provider_did_not_sign_ends_nothing(
    app: Flask, forger: Forger, logged_in: Callable[[str], Traveller]
) -> None:
    one = logged_in("here")
    forged = log_out_token(forger, ECKey.generate_key("P-256"))
    assert [tell(app, token) for token in (forged, "", "a.b.c", forger.signed())] == [400] * 4
    assert is_in(one)
