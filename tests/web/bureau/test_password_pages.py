"""The pages that ask for a password: what they ask, how, and how long an answer stays good."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select

from service.actions.accounts.issue_login_link import INVITATION_LASTS, issue_login_link
from service.database import reading, writing
from service.storage.mail_link import hash_token
from service.storage.recovery_code import RecoveryCode
from service.storage.user_account import LoginLinkPurpose, by_email
from service.storage.user_session import UserSession
from service.web.accounts.one_time_codes import as_stored
from tests.security.crawler import Page
from tests.web.bureau.newcomer import PASSWORD, Newcomer, again, told

pytestmark = pytest.mark.backend("sqlite")

OWN = "/bureau/mijn-account"


def typed_fields(page: str) -> dict[str, dict[str, str]]:
    """Give the attributes of each field that somebody can type in, by its name."""
    fields = [attrs for tag, attrs in Page(page).elements if tag == "input" and "name" in attrs]
    return {attrs["name"]: attrs for attrs in fields if attrs.get("type") != "hidden"}


def pages_that_ask(one: Newcomer, known: Newcomer) -> dict[str, str]:
    """Give the pages on which somebody proves who they are, or makes that possible."""
    other = again(known)
    pages = {"log in": other.desk.page("/inloggen"), "new": one.desk.page(one.set_up_link())}
    pages["forgotten"] = other.desk.page("/wachtwoord-vergeten")
    other.log_in()
    pages["code"] = other.desk.page("/inloggen/code")
    pages["own"] = known.desk.page(OWN)
    known.clock.forward(minutes=16)
    pages["again"] = known.desk.page("/bureau/bevestigen")
    return pages


def test_a_password_is_masked_and_may_come_from_a_manager(
    newcomer: Callable[[str], Newcomer], co: Newcomer
) -> None:
    found = pages_that_ask(newcomer("achterwacht@bureau.example"), co)
    passwords = [
        (page, name, attrs)
        for page, text in found.items()
        for name, attrs in typed_fields(text).items()
        if "password" in name
    ]
    assert {page for page, _name, _attrs in passwords} == {"log in", "new", "own", "again"}
    for page, name, attrs in passwords:
        assert attrs["type"] == "password", (page, name)
        wanted = "current-password" if page in ("log in", "again") else "-password"
        assert attrs["autocomplete"].endswith(wanted), (page, name)
        assert not {"maxlength", "onpaste", "readonly", "pattern"} & attrs.keys(), (page, name)
        assert attrs["value"] == "", (page, name)


def test_nothing_but_passwords_and_codes_is_asked(
    newcomer: Callable[[str], Newcomer], co: Newcomer
) -> None:
    """No hint, no question about somebody's life."""
    asked: set[str] = set()
    for text in pages_that_ask(newcomer("achterwacht@bureau.example"), co).values():
        asked |= typed_fields(text).keys()
        assert not re.search(r"geheime vraag|geheugensteun|hint", text, re.IGNORECASE)
    assert asked == {
        "email", "new_email", "password", "password_again", "present_password", "code",
        "recovery_code",
    }  # fmt: skip


def test_a_password_stays_good_until_another_is_chosen(co: Newcomer) -> None:
    co.clock.forward(days=800)
    one = again(co)
    assert one.log_in().location == "/inloggen/code"
    assert one.take_second_step().location == "/bureau"


@pytest.mark.parametrize(
    ("hours", "status"), [(71.9, 303), (72, 410)], ids=["in time", "after three days"]
)
def test_the_first_link_of_an_account_lasts_three_days(
    newcomer: Callable[[str], Newcomer], hours: float, status: int
) -> None:
    one = newcomer("co@bureau.example")
    with writing(one.desk.engine) as session:
        user = by_email(session, one.email)
        assert user is not None
        purpose = LoginLinkPurpose.SET_UP
        token = issue_login_link(session, one.clock.now, user, purpose, INVITATION_LASTS)
    page = one.desk.page(f"/inloggen/{token}")
    one.clock.forward(hours=hours)
    typed = {"password": PASSWORD, "password_again": PASSWORD}
    assert one.desk.post(f"/inloggen/{token}", page, **typed).status_code == status


def test_recovery_codes_are_kept_as_hashes(co: Newcomer, engine: Engine) -> None:
    """SHA-256 will do: each has 120 random bits."""
    with reading(engine) as session:
        kept = set(session.scalars(select(RecoveryCode.code_hash)))
    assert kept == {hash_token(as_stored(code)) for code in co.recovery_codes}
    assert len({as_stored(code)[place] for code in co.recovery_codes for place in range(24)}) > 16


def test_proving_again_who_you_are_gives_another_token(co: Newcomer, engine: Engine) -> None:
    before = co.desk.client.get_cookie("schakel_session")
    co.clock.forward(minutes=16)
    page = co.desk.page("/bureau/bevestigen")
    assert co.desk.post("/bureau/bevestigen", page, password=PASSWORD).status_code == 303
    after = co.desk.client.get_cookie("schakel_session")
    assert before is not None and after is not None and before.value != after.value
    co.desk.page("/bureau/mijn-account/tweede-stap")
    assert ("log_in", "confirmed") in told(engine)
    thief = again(co)
    thief.desk.client.set_cookie("schakel_session", before.value)
    assert thief.desk.client.get("/bureau").location == "/inloggen"


def test_a_token_of_a_session_has_256_random_bits(co: Newcomer, engine: Engine) -> None:
    tokens = set()
    for _time in range(5):
        one = again(co)
        one.log_in()
        cookie = one.desk.client.get_cookie("schakel_session")
        assert cookie is not None
        tokens.add(cookie.value)
    assert len(tokens) == 5 and {len(token) for token in tokens} == {43}
    with reading(engine) as session:
        kept = set(session.scalars(select(UserSession.token_hash)))
    assert {hash_token(token) for token in tokens} <= kept


@pytest.mark.parametrize("which", ["uitloggen", "overal-uitloggen"])
def test_ending_a_session_asks_the_password_first(co: Newcomer, which: str) -> None:
    other = again(co)
    other.log_in()
    other.take_second_step()
    page = co.desk.page(OWN)
    co.clock.forward(minutes=16)
    asked = co.desk.post(f"{OWN}/{which}", page)
    assert (asked.status_code, 'name="password"' in asked.text) == (403, True)
    assert other.desk.client.get("/bureau").status_code == 200
    confirmed = co.desk.post("/bureau/bevestigen", asked.text, password=PASSWORD)
    assert co.desk.post(f"{OWN}/{which}", confirmed.text).location == OWN
    assert other.desk.client.get("/bureau").location == "/inloggen"


def test_logging_out_empties_what_the_browser_kept(co: Newcomer) -> None:
    answer = co.desk.post("/uitloggen", co.desk.page("/bureau"))
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert answer.headers["Cache-Control"] == "no-store"
    [gone] = [one for one in answer.headers.getlist("Set-Cookie") if "schakel_session=" in one]
    assert "schakel_session=;" in gone and "Max-Age=0" in gone
