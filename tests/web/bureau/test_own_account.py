"""One's own account: sessions that are listed, revoked and end, another password, being asked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine

from service.domain.session_limits import SessionLimits
from tests.web.bureau.desk import Clock, Desk
from tests.web.bureau.newcomer import PASSWORD, Newcomer, again, told
from tests.web.filled_form import hidden_fields

pytestmark = pytest.mark.backend("sqlite")

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
OWN = "/bureau/mijn-account"
BETTER = "kano oordeel zilver wandkleed"


@pytest.fixture
def usual_limits(app: Flask) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], session_limits=SessionLimits())


def with_firefox(known: Newcomer) -> Newcomer:
    other = again(known)
    other.desk.client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    other.log_in()
    other.take_second_step()
    known.clock.forward(minutes=1)
    return other


def test_each_browser_is_listed_and_can_be_logged_out(co: Newcomer, engine: Engine) -> None:
    other = with_firefox(co)
    page = co.desk.page(OWN)
    assert "Firefox op Windows" in page and page.count("Daar uitloggen") == 1
    answer = co.desk.post(f"{OWN}/uitloggen", page)
    assert answer.status_code == 303
    assert other.desk.client.get("/bureau").location == "/inloggen"
    assert "Firefox" not in co.desk.page(OWN)
    assert ("session", "one_ended") in told(engine)


def test_everywhere_else_at_once(co: Newcomer) -> None:
    others = [with_firefox(co), with_firefox(co)]
    answer = co.desk.post(f"{OWN}/overal-uitloggen", co.desk.page(OWN))
    assert "2 andere sessies zijn" in co.desk.page(answer.location)
    assert [one.desk.client.get("/bureau").status_code for one in others] == [303, 303]


def test_nobody_ends_the_session_of_another(co: Newcomer, log_in: Callable[[str], Desk]) -> None:
    other = log_in("achterwacht@bureau.example")
    theirs = hidden_fields(with_firefox(co).desk.page(OWN))["session"]
    other.client.post(f"{OWN}/uitloggen", data=hidden_fields(other.page(OWN)) | {"session": theirs})
    co.desk.page("/bureau")


@pytest.mark.parametrize(("minutes", "status"), [(29.9, 200), (30, 303)])
def test_a_session_that_is_not_used_ends(
    co: Newcomer, usual_limits: None, minutes: float, status: int
) -> None:
    co.desk.page("/bureau")
    co.clock.forward(minutes=minutes)
    assert co.desk.client.get("/bureau").status_code == status


def test_in_use_it_lasts_twelve_hours_from_the_password_on(
    co: Newcomer, usual_limits: None
) -> None:
    begun = co.clock.now - timedelta(minutes=1)
    while co.clock.now < begun + timedelta(hours=11.5):
        co.clock.forward(minutes=25)
        co.desk.page("/bureau")
    co.clock.now = begun + timedelta(hours=12)
    assert co.desk.client.get("/bureau").location == "/inloggen"


@pytest.mark.parametrize(("headers", "status"), [({}, 303), ({"Schakel-In-Use": "yes"}, 200)])
def test_a_page_that_stands_open_is_no_use_unless_somebody_types(
    co: Newcomer, usual_limits: None, headers: dict[str, str], status: int
) -> None:
    for _time in range(3):
        co.clock.forward(minutes=10)
        last = co.desk.client.get("/bureau/wachtrij", headers=headers).status_code
    assert last == status


@pytest.mark.parametrize(
    "path",
    [
        "/bureau/accounts",
        "/bureau/logboek/bestand",
        "/bureau/werkafspraken/wijzigen",
        f"{OWN}/tweede-stap",
    ],
)
def test_sensitive_pages(newcomer: Callable[[str], Newcomer], path: str) -> None:
    boss = newcomer("beheer@bureau.example").all_of_it()
    boss.desk.page(path)
    boss.clock.forward(minutes=15)
    assert boss.desk.client.get(path).location == "/bureau/bevestigen"


def test_another_password_logs_out_elsewhere(co: Newcomer, engine: Engine) -> None:
    other, page = with_firefox(co), co.desk.page(OWN)
    typed = {"present_password": PASSWORD, "password": BETTER, "password_again": BETTER}
    wrong = co.desk.post(f"{OWN}/wachtwoord", page, **typed | {"present_password": "fout"})
    assert (wrong.status_code, "van nu klopt niet" in wrong.text) == (400, True)
    assert co.desk.post(f"{OWN}/wachtwoord", page, **typed).location == OWN
    assert "Uw wachtwoord is veranderd" in co.desk.page(OWN)
    assert other.desk.client.get("/bureau").status_code == 303
    assert again(co).log_in().status_code == 400
    assert again(co).log_in(BETTER).status_code == 303
    assert ("account_changed", "password_changed") in told(engine)


def test_new_recovery_codes_replace_the_old_ones(co: Newcomer) -> None:
    path = f"{OWN}/tweede-stap"
    answer = co.desk.post(f"{path}/herstelcodes", co.desk.page(path))
    assert answer.text.count('class="secret"') == 8
    one = again(co)
    one.log_in()
    assert one.take_second_step(recovery_code=co.recovery_codes[0]).status_code == 400


def test_the_only_second_step_cannot_be_removed(co: Newcomer) -> None:
    path = f"{OWN}/tweede-stap"
    co.desk.post(f"{path}/app-verwijderen", co.desk.page(path))
    assert "uw enige tweede stap" in co.desk.page(path)


def test_a_sensitive_page_asks_the_password_after_a_quarter(co: Newcomer) -> None:
    co.clock.forward(minutes=13)
    co.desk.page(f"{OWN}/tweede-stap/app")
    co.clock.forward(minutes=2)
    answer = co.desk.client.get(f"{OWN}/tweede-stap/app")
    assert answer.location == "/bureau/bevestigen"
    page = co.desk.page(answer.location)
    wrong = co.desk.post("/bureau/bevestigen", page, password="fout")
    assert (wrong.status_code, "klopt niet" in wrong.text) == (400, True)
    right = co.desk.post("/bureau/bevestigen", page, password=PASSWORD)
    assert right.location == f"{OWN}/tweede-stap/app"
    co.desk.page(right.location)


def test_a_form_that_took_long_is_kept(newcomer: Callable[[str], Newcomer]) -> None:
    boss = newcomer("beheer@bureau.example").all_of_it()
    page = boss.desk.page("/bureau/accounts")
    boss.clock.forward(minutes=20)
    typed = {"name": "Nieuw", "email": "nieuw@bureau.example", "role": "coordinator"}
    asked = boss.desk.post("/bureau/accounts", page, **typed, phone="", partner="")
    assert (asked.status_code, "blijft bewaard" in asked.text) == (403, True)
    confirmed = boss.desk.post("/bureau/bevestigen", asked.text, password=PASSWORD)
    assert 'action="/bureau/accounts"' in confirmed.text
    answer = boss.desk.post("/bureau/accounts", confirmed.text)
    assert answer.status_code == 303
    assert "nieuw@bureau.example" in boss.desk.page("/bureau/accounts")


@pytest.mark.parametrize(
    "target", ["https://elders.example/", "//elders.example/bureau/", "/bureau/bestaat-niet", ""]
)
def test_after_confirming_nothing_leads_elsewhere(co: Newcomer, target: str) -> None:
    typed = {"password": PASSWORD, "target": target, "carried": '[["a", "b"]]'}
    page = co.desk.page("/bureau/bevestigen")
    assert co.desk.post("/bureau/bevestigen", page, **typed).location == OWN


def test_without_a_password_development_asks_a_click(
    log_in: Callable[[str], Desk], clock: Clock
) -> None:
    boss = log_in("beheer@bureau.example")
    clock.forward(minutes=16)
    page = boss.page(boss.client.get("/bureau/accounts").location)
    assert "Een klik is genoeg" in page
    assert boss.post("/bureau/bevestigen", page).location == "/bureau/accounts"
