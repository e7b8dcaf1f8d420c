"""Another address for an account: asked on a page, confirmed by a link on the new address."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from service.actions.mail.prepare_mail import prepare_mail
from service.database import reading, writing
from service.mail.facts import Bureau
from service.mail.messages import Message
from service.storage import user_account
from service.storage.address_change import AddressChange
from service.storage.user_account import UserAccount
from tests.web.bureau.desk import Clock, Desk
from tests.web.bureau.newcomer import Newcomer, told

pytestmark = pytest.mark.backend("sqlite")
OLD, NEW = "co@bureau.example", "nieuw@bureau.example"
OWN = "/bureau/mijn-account"
BUREAU = Bureau("Bureau", "000-0000000", "schakel@bureau.example")
ADMIN = "beheer@bureau.example"


def account_id(engine: Engine, email: str) -> int:
    with reading(engine) as session:
        return session.scalars(select(UserAccount.id).where(UserAccount.email == email)).one()


def mails(engine: Engine, clock: Clock) -> list[Message]:
    """The mails that leave now."""
    sent: list[Message] = []
    while True:
        with writing(engine) as session:
            prepared = prepare_mail(session, clock.now, BUREAU, "http://127.0.0.1:8000")
        if prepared is None:
            return sent
        if prepared.message:
            sent.append(prepared.message)


def link_in(sent: list[Message]) -> str:
    [path] = {found for mail in sent for found in re.findall(r"/nieuw-adres/[\w-]+", mail.text)}
    return path


def ask(desk: Desk, email: str = NEW, path: str = OWN) -> int:
    return desk.post(f"{path}/adres", desk.page(path), new_email=email).status_code


@pytest.fixture
def visitor(app: Flask, engine: Engine) -> Desk:
    return Desk(app.test_client(), engine)


def test_a_new_address_counts_once_it_is_confirmed(
    co: Newcomer, visitor: Desk, engine: Engine, clock: Clock
) -> None:
    assert ask(co.desk, "Nieuw@Bureau.example") == 303
    assert "Nog niet bevestigd: nieuw@bureau.example" in co.desk.page(OWN)
    sent = mails(engine, clock)
    assert [mail.to_address for mail in sent] == [OLD, NEW]
    assert NEW not in sent[0].text and "/nieuw-adres/" not in sent[0].text

    path = link_in(sent)
    page = visitor.page(path)
    visitor.client.head(path)
    assert NEW in page
    assert account_id(engine, OLD), "opening the link changes nothing"

    assert visitor.post(path, page).location == "/inloggen"
    assert account_id(engine, NEW)
    assert "is bevestigd" in visitor.page("/inloggen")
    assert co.desk.client.get("/bureau").location == "/inloggen", "sessions ended"
    [notice] = mails(engine, clock)
    assert (notice.to_address, "overal uitgelogd" in notice.text) == (OLD, True)
    changed = ("account_changed", "address_asked"), ("account_changed", "address_changed")
    assert set(changed) <= set(told(engine))

    again = Newcomer(visitor, clock, NEW, co.app)
    assert again.log_in().location == "/inloggen/code"
    assert Newcomer(visitor, clock, OLD).log_in().status_code == 400


def test_who_confirmed_long_ago_confirms_again_first(co: Newcomer, engine: Engine) -> None:
    page = co.desk.page(OWN)
    co.clock.forward(minutes=16)
    answer = co.desk.post(f"{OWN}/adres", page, new_email=NEW)
    assert (answer.status_code, "Bevestig dat u het bent" in answer.text) == (403, True)
    with reading(engine) as session:
        assert session.scalars(select(AddressChange)).all() == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Vul het nieuwe"),
        ("geen-adres", "geen e-mailadres"),
        (ADMIN, "al een account"),
        (OLD.upper(), "al een account"),
    ],
)
def test_an_address_that_cannot_be_is_refused(desk: Desk, typed: str, said: str) -> None:
    answer = desk.post(f"{OWN}/adres", desk.page(OWN), new_email=typed)
    assert (answer.status_code, said in answer.text) == (400, True)


def test_the_administrator_changes_the_address_of_a_colleague(
    log_in: Callable[[str], Desk], visitor: Desk, engine: Engine, clock: Clock
) -> None:
    admin, path = log_in(ADMIN), f"/bureau/accounts/{account_id(engine, OLD)}"
    taken = admin.post(f"{path}/adres", admin.page(path), new_email=ADMIN)
    assert (taken.status_code, "al een account" in taken.text) == (400, True)
    assert ask(admin, NEW, path) == 303
    assert "Nog niet bevestigd" in admin.page(path)
    link = link_in(mails(engine, clock))
    visitor.post(link, visitor.page(link))
    invited = mails(engine, clock)
    assert [mail.to_address for mail in invited] == [OLD, NEW]
    assert "/inloggen/" in invited[1].text, "who never chose a password gets a link to"


def test_links_that_went_to_a_wrong_address_are_dead(
    newcomer: Callable[[str], Newcomer], log_in: Callable[[str], Desk], engine: Engine
) -> None:
    one = newcomer(OLD)
    link = one.set_up_link()
    ask(log_in(ADMIN), NEW, f"/bureau/accounts/{account_id(engine, OLD)}")
    one.desk.page(link, 410)


def test_only_the_last_address_that_was_asked_for_counts(
    desk: Desk, visitor: Desk, engine: Engine, clock: Clock
) -> None:
    ask(desk)
    first = link_in(mails(engine, clock))
    ask(desk, "ander@bureau.example")
    second = link_in(mails(engine, clock))
    assert "nieuwere mail" in visitor.page(first, 410)
    visitor.post(second, visitor.page(second))
    assert "al gebruikt" in visitor.page(second, 410)
    assert account_id(engine, "ander@bureau.example")


def test_a_mail_that_still_waits_does_not_leave_for_an_address_that_was_replaced(
    desk: Desk, engine: Engine, clock: Clock
) -> None:
    ask(desk)
    ask(desk, "ander@bureau.example")
    assert [mail.to_address for mail in mails(engine, clock)] == [OLD, OLD, "ander@bureau.example"]


def test_the_link_works_for_a_day(desk: Desk, visitor: Desk, engine: Engine, clock: Clock) -> None:
    ask(desk)
    path = link_in(mails(engine, clock))
    clock.now += timedelta(days=1)
    assert "verlopen" in visitor.page(path, 410)


def test_an_address_that_somebody_else_got_meanwhile_is_not_taken_away(
    desk: Desk, visitor: Desk, engine: Engine, clock: Clock
) -> None:
    ask(desk)
    path = link_in(mails(engine, clock))
    page = visitor.page(path)
    with writing(engine) as session:
        other = user_account.by_email(session, ADMIN)
        assert other is not None
        other.email = NEW
    assert visitor.post(path, page).status_code == 409
    assert account_id(engine, OLD)


@pytest.mark.parametrize("path", ["tweede-stap-wissen", "sluiten"])
def test_what_ends_the_sessions_ends_the_change(
    desk: Desk,
    log_in: Callable[[str], Desk],
    visitor: Desk,
    engine: Engine,
    clock: Clock,
    path: str,
) -> None:
    ask(desk)
    link = link_in(mails(engine, clock))
    admin, account = log_in(ADMIN), f"/bureau/accounts/{account_id(engine, OLD)}"
    assert admin.post(f"{account}/{path}", admin.page(account)).status_code == 303
    visitor.page(link, 410)


@pytest.mark.parametrize(
    "path", ["/nieuw-adres/nooit", "/inloggen/{token}", "/nieuw-adres/{other}"]
)
def test_links_of_another_kind_open_nothing(
    co: Newcomer, visitor: Desk, engine: Engine, clock: Clock, path: str
) -> None:
    ask(co.desk)
    token = link_in(mails(engine, clock)).rpartition("/")[2]
    other = co.set_up_link().rpartition("/")[2]
    visitor.page(path.format(token=token, other=other), 404)


def test_a_forged_form_confirms_nothing(
    desk: Desk, visitor: Desk, engine: Engine, clock: Clock
) -> None:
    ask(desk)
    path = link_in(mails(engine, clock))
    assert visitor.client.post(path).status_code == 400
    assert account_id(engine, OLD)


def test_who_asks_very_often_waits(desk: Desk) -> None:
    page = desk.page(OWN)
    for _ in range(6):
        assert desk.post(f"{OWN}/adres", page, new_email=NEW).status_code == 303
    assert desk.post(f"{OWN}/adres", page, new_email=NEW).status_code == 429
