"""Logging in: a password, then a second step; and what does not let anybody in."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from service.database import reading, writing
from service.storage import user_account
from service.storage.outbox_mail import OutboxMail
from service.storage.user_account import UserAccount
from tests.web.bureau.newcomer import PASSWORD, Newcomer, again, told

pytestmark = pytest.mark.backend("sqlite")


def test_from_the_first_link_to_the_queue(
    newcomer: Callable[[str], Newcomer], engine: Engine
) -> None:
    one = newcomer("co@bureau.example")
    link = one.set_up_link()
    one.desk.page(link)
    one.desk.client.head(link)
    answer = one.choose(link)
    assert answer.location == "/bureau/mijn-account/tweede-stap"
    assert one.desk.client.get("/bureau").location == "/bureau/mijn-account/tweede-stap"
    assert "wachtwoord alleen niet genoeg" in one.desk.page(answer.location)
    assert 'href="/bureau">Ik heb ze bewaard' in one.set_up_app()
    assert len(one.recovery_codes) == 8
    one.desk.page("/bureau")
    assert told(engine) == [
        ("account", "set_up_link_made"),
        ("account_changed", "password_chosen"),
        ("log_in", "by_set_up_link"),
        ("second_factor", "app_set_up"),
        ("second_factor", "recovery_codes_made"),
    ]


def test_a_link_to_choose_a_password_works_once(co: Newcomer) -> None:
    link = co.set_up_link()
    assert again(co).choose(link).status_code == 303
    assert "al gebruikt" in again(co).desk.page(link, 410)
    assert co.desk.client.get("/bureau").status_code == 303, "all sessions ended"


def test_after_a_new_password_the_second_step_is_still_asked(co: Newcomer) -> None:
    thief = again(co)
    assert thief.choose(thief.set_up_link()).location == "/inloggen/code"
    assert thief.desk.client.get("/bureau").location == "/inloggen/code"


@pytest.mark.parametrize(
    ("password", "repeated", "said"),
    [
        ("kort", "kort", "langer wachtwoord"),
        ("x" * 129, "x" * 129, "korter wachtwoord"),
        ("wachtwoord123456", "wachtwoord123456", "te makkelijk te raden"),
        ("co@bureau.example", "co@bureau.example", "te makkelijk te raden"),
        ("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "te makkelijk te raden"),
        (PASSWORD, f"{PASSWORD}.", "niet gelijk"),
    ],
)
def test_a_weak_password_is_refused_in_plain_words(
    newcomer: Callable[[str], Newcomer], password: str, repeated: str, said: str
) -> None:
    one = newcomer("co@bureau.example")
    link = one.set_up_link()
    answer = one.choose(link, password, repeated)
    assert (answer.status_code, said in answer.text) == (400, True)
    assert f'value="{password}"' not in answer.text.replace('name="username" value="', "")
    assert one.choose(link).status_code == 303, "the link was not used up"


def test_a_password_and_a_code_log_in(co: Newcomer, engine: Engine) -> None:
    one = again(co)
    assert one.log_in().location == "/inloggen/code"
    assert one.desk.client.get("/bureau").location == "/inloggen/code"
    assert one.take_second_step().location == "/bureau"
    one.desk.page("/bureau")
    assert told(engine)[-2:] == [("log_in", "by_password"), ("log_in", "by_code")]


def test_the_page_that_was_asked_for_opens_after_logging_in(co: Newcomer) -> None:
    one = again(co)
    assert one.desk.client.get("/bureau/partners?x=1").location == "/inloggen"
    one.log_in()
    assert one.take_second_step().location == "/bureau/partners?x=1"
    assert again(co).log_in().location == "/inloggen/code"


def test_a_code_counts_once(co: Newcomer) -> None:
    one, other = again(co), again(co)
    code = one.code()
    one.log_in()
    assert one.take_second_step(code=code).status_code == 303
    other.log_in()
    answer = other.take_second_step(code=code)
    assert (answer.status_code, "Wacht op de volgende code" in answer.text) == (400, True)
    co.clock.forward(seconds=30)
    assert other.take_second_step().status_code == 303


@pytest.mark.parametrize(
    ("seconds", "status"), [(-90, 400), (-30, 303), (0, 303), (30, 303), (90, 400)]
)
def test_the_clock_of_a_telephone_may_differ_a_little(
    co: Newcomer, seconds: int, status: int
) -> None:
    co.clock.forward(minutes=5)
    one = again(co)
    one.log_in()
    assert co.app is not None
    code = co.app.at(co.clock.now + timedelta(seconds=seconds))
    assert one.take_second_step(code=code).status_code == status


def test_a_recovery_code_works_once_however_it_is_typed(co: Newcomer, engine: Engine) -> None:
    one, other = again(co), again(co)
    code = co.recovery_codes[3]
    one.log_in()
    typed = code.lower().replace("-", " ").replace("o", "0")
    assert one.take_second_step(recovery_code=typed).location == "/bureau"
    other.log_in()
    answer = other.take_second_step(recovery_code=code)
    assert (answer.status_code, "al gebruikt" in answer.text) == (400, True)
    assert ("log_in", "by_recovery_code") in told(engine)
    assert "nog 7 codes" in one.desk.page("/bureau/mijn-account/tweede-stap")


def test_five_wrong_codes_end_it(co: Newcomer, engine: Engine) -> None:
    one = again(co)
    one.log_in()
    for _time in range(4):
        assert "Deze code klopt niet" in one.take_second_step(code="000000").text
    answer = one.take_second_step(code="000000")
    assert (answer.status_code, "Begin opnieuw" in answer.text) == (400, True)
    assert one.desk.client.get("/inloggen/code").location == "/inloggen"
    assert ("session", "too_many_codes") in told(engine)
    assert ("log_in_refused", "code") in told(engine)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("co@bureau.example", "fout wachtwoord"),
        ("co@bureau.example", ""),
        ("niemand@bureau.example", PASSWORD),
        ("privacy@bureau.example", ""),
    ],
)
def test_what_is_wrong_is_not_told(co: Newcomer, engine: Engine, email: str, password: str) -> None:
    one = again(co)
    one.email = email
    answer = one.log_in(password)
    said = "Dit e-mailadres en wachtwoord horen niet bij elkaar."
    assert (answer.status_code, said in answer.text) == (400, True)
    assert one.desk.client.get("/bureau").status_code == 303
    assert told(engine)[-1] == ("log_in_refused", "password")


def test_a_closed_account_does_not_log_in(co: Newcomer, engine: Engine) -> None:
    with writing(engine) as session:
        user = user_account.by_email(session, co.email)
        assert user is not None
        user.active = False
    assert again(co).log_in().status_code == 400
    assert co.desk.client.get("/bureau").status_code == 303


def test_the_session_gets_another_token_at_each_step(co: Newcomer) -> None:
    one = again(co)
    one.desk.client.set_cookie("schakel_session", "chosen-by-somebody-else")
    one.log_in()
    first = one.desk.client.get_cookie("schakel_session")
    one.take_second_step()
    second = one.desk.client.get_cookie("schakel_session")
    assert first is not None and second is not None
    assert len({"chosen-by-somebody-else", first.value, second.value}) == 3
    one.desk.client.set_cookie("schakel_session", first.value)
    assert one.desk.client.get("/bureau").location == "/inloggen"


def test_a_partner_contact_needs_no_second_step(newcomer: Callable[[str], Newcomer]) -> None:
    one = newcomer("partner@partner.example")
    assert one.choose(one.set_up_link()).location == "/bureau/deskundigen"
    assert "Een tweede stap maakt" in one.desk.page("/bureau/mijn-account")
    one.set_up_app()
    one.clock.forward(minutes=1)
    other = again(one)
    assert other.log_in().location == "/inloggen/code"


@pytest.mark.parametrize(
    ("email", "mails"), [("co@bureau.example", 1), ("niemand@bureau.example", 0)]
)
def test_a_forgotten_password_is_mailed_and_nothing_told(
    co: Newcomer, engine: Engine, email: str, mails: int
) -> None:
    one = again(co)
    page = one.desk.page("/wachtwoord-vergeten")
    answer = one.desk.post("/wachtwoord-vergeten", page, email=email)
    assert "Als wij dit adres kennen" in answer.text
    with reading(engine) as session:
        found = session.scalars(select(OutboxMail)).all()
        assert [mail.kind for mail in found] == ["account_link"] * mails
        assert all("http" not in str(mail.facts) for mail in found)


def test_nothing_secret_is_stored_as_it_is(co: Newcomer, engine: Engine) -> None:
    assert co.app is not None
    with reading(engine) as session:
        user = session.scalars(select(UserAccount).where(UserAccount.email == co.email)).one()
        kept = f"{user.password_hash} {user.totp_secret}"
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept and co.app.secret not in kept


def test_who_goes_on_guessing_waits_whatever_comes_next(co: Newcomer) -> None:
    one = again(co)
    for _guess in range(10):
        assert one.log_in("paars zeil fluistert beton").status_code == 400
    stopped = one.log_in()
    assert (stopped.status_code, "Retry-After" in stopped.headers) == (429, True)
    one.clock.forward(minutes=16)
    assert one.log_in().location == "/inloggen/code"


def test_logging_in_often_stops_nobody(co: Newcomer) -> None:
    for _time in range(12):
        assert again(co).log_in().location == "/inloggen/code"


def test_codes_are_counted_over_all_browsers(co: Newcomer) -> None:
    for guess in range(10):
        one = again(co)
        assert one.log_in().status_code == 303
        assert one.take_second_step(code=f"00000{guess}").status_code == 400
    one = again(co)
    assert one.log_in().status_code == 429, "what failed in the second step counts for the place"


def test_links_to_choose_a_password_fill_no_mailbox(co: Newcomer, engine: Engine) -> None:
    one = again(co)
    for _time in range(9):
        page = one.desk.page("/wachtwoord-vergeten")
        assert one.desk.post("/wachtwoord-vergeten", page, email=one.email).status_code == 200
    with reading(engine) as session:
        mails = session.scalars(select(OutboxMail).where(OutboxMail.kind == "account_link")).all()
    assert len(mails) == 6
