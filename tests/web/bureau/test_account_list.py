"""What an administrator does to accounts, and what that means for whose account it is."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select

from service.database import reading
from service.storage.outbox_mail import OutboxMail
from service.storage.user_account import UserAccount
from tests.web.bureau.desk import Desk
from tests.web.bureau.newcomer import Newcomer, again, told

pytestmark = pytest.mark.backend("sqlite")

LIST = "/bureau/accounts"
NEW = {
    "name": "Nieuw",
    "email": "Nieuw@bureau.example",
    "phone": "000-0000099",
    "role": "coordinator",
    "partner": "",
}


@pytest.fixture
def boss(log_in: Callable[[str], Desk]) -> Desk:
    return log_in("beheer@bureau.example")


def account_of(engine: Engine, email: str) -> UserAccount:
    with reading(engine) as session:
        found = session.scalars(select(UserAccount).where(UserAccount.email == email)).one()
        session.expunge_all()
        return found


def act(boss: Desk, email: str, what: str = "", **typed: str) -> str:
    """Do something to an account; give the page that follows."""
    found = account_of(boss.engine, email)
    path = f"{LIST}/{found.id}"
    typed = {"name": found.name, "phone": found.phone} | typed if typed else typed
    answer = boss.post(f"{path}{what}", boss.page(path), **typed)
    return boss.page(answer.location) if answer.status_code == 303 else answer.text


def mails(engine: Engine) -> list[tuple[int | None, str]]:
    with reading(engine) as session:
        found = session.scalars(select(OutboxMail).where(OutboxMail.kind == "account_link"))
        return [(mail.recipient_id, mail.facts["why"]) for mail in found]


def test_a_new_account_gets_a_mail(boss: Desk, engine: Engine) -> None:
    answer = boss.post(LIST, boss.page(LIST), **NEW)
    assert "Heeft nog geen wachtwoord" in boss.page(answer.location)
    made = account_of(engine, "nieuw@bureau.example")
    assert (made.role, made.password_hash) == ("coordinator", None)
    assert mails(engine) == [(made.id, "invited")]
    assert ("account_changed", "account_added") in told(engine)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "hoe deze persoon heet"),
        ({"email": "geen adres"}, "geen e-mailadres"),
        ({"email": "CO@bureau.example"}, "al een account"),
        ({"phone": "bel maar"}, "geen telefoonnummer"),
        ({"role": ""}, "Kies een rol"),
        ({"role": "koning"}, "Deze keuze bestaat niet"),
        ({"role": "partner_contact"}, "Kies een partner"),
        ({"role": "partner_contact", "partner": "elders"}, "Deze keuze bestaat niet"),
    ],
)
def test_a_wrong_form_says_what_is_wrong(boss: Desk, changes: dict[str, str], said: str) -> None:
    answer = boss.post(LIST, boss.page(LIST), **NEW | changes)
    assert (answer.status_code, said in answer.text) == (400, True)


def test_only_the_contact_of_a_partner_has_a_partner(boss: Desk, engine: Engine) -> None:
    act(boss, "los@partner.example", role="partner_contact", partner="ngb")
    assert account_of(engine, "los@partner.example").partner_id == "ngb"
    act(boss, "los@partner.example", role="coordinator", partner="ngb")
    assert account_of(engine, "los@partner.example").partner_id is None


def test_another_role_logs_out(boss: Desk, co: Newcomer, engine: Engine) -> None:
    act(boss, co.email, name="Coördinator", phone="000-0000001", role="coordinator", partner="")
    assert "Coördinator (coördinator)" in co.desk.page("/bureau")
    assert account_of(engine, co.email).phone == "000-0000001"
    act(boss, co.email, role="privacy_officer", partner="")
    assert co.desk.client.get("/bureau").location == "/inloggen"
    for detail in ("details_changed", "role_privacy_officer"):
        assert ("account_changed", detail) in told(engine)


def test_a_contact_who_becomes_coordinator_must_set_up_a_second_step(
    boss: Desk, newcomer: Callable[[str], Newcomer]
) -> None:
    one = newcomer("partner@partner.example")
    one.choose(one.set_up_link())
    act(boss, one.email, role="coordinator", partner="")
    assert again(one).log_in().location == "/bureau/mijn-account/tweede-stap"


def test_a_closed_account_is_out_at_once(boss: Desk, co: Newcomer, engine: Engine) -> None:
    link = co.set_up_link()
    assert "Dit account is gesloten" in act(boss, co.email, "/sluiten")
    assert co.desk.client.get("/bureau").location == "/inloggen"
    assert again(co).log_in().status_code == 400
    assert again(co).desk.client.get(link).status_code == 410
    act(boss, co.email, "/openen")
    assert again(co).log_in().status_code == 400, "a new password is needed"
    assert mails(engine)[-1] == (account_of(engine, co.email).id, "invited")
    for detail in ("account_closed", "account_opened"):
        assert ("account_changed", detail) in told(engine)


def test_who_lost_everything_begins_anew(boss: Desk, co: Newcomer, engine: Engine) -> None:
    act(boss, co.email, "/tweede-stap-wissen")
    assert co.desk.client.get("/bureau").location == "/inloggen"
    assert again(co).log_in().status_code == 400
    assert mails(engine)[-1] == (account_of(engine, co.email).id, "reset")
    assert ("second_factor", "reset") in told(engine)
    anew = again(co)
    assert anew.choose(anew.set_up_link()).location == "/bureau/mijn-account/tweede-stap"


@pytest.mark.parametrize(
    ("what", "typed"), [("/sluiten", {}), ("", {"role": "coordinator", "partner": ""})]
)
def test_the_last_administrator_stays(boss: Desk, what: str, typed: dict[str, str]) -> None:
    assert "laatste beheerder" in act(boss, "beheer@bureau.example", what, **typed)
    boss.page(LIST)


def test_others_do_not_see_accounts(log_in: Callable[[str], Desk]) -> None:
    for email in ("co@bureau.example", "leiding@bureau.example", "privacy@bureau.example"):
        assert log_in(email).client.get(LIST).status_code == 403
