"""The page of retention, legal holds, and what the other pages show of an erased case."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select

from expert_registry.tables import Expert
from service.actions.retention.anonymise import anonymise_expert
from service.database import reading, writing
from service.domain.link_path import link_path
from service.jobs.retention import run_retention
from service.storage.legal_hold import LegalHold
from service.storage.mail_link import LinkPurpose, MailLink, hash_token
from service.storage.request import SupportRequest
from tests.web.bureau.desk import Clock, Desk
from tests.web.story import INTAKE

pytestmark = pytest.mark.backend("sqlite")

PAGE, OFFICER = "/bureau/bewaren", "privacy@bureau.example"


@pytest.fixture
def officer(log_in: Callable[[str], Desk]) -> Desk:
    return log_in(OFFICER)


@pytest.fixture
def ended(desk: Desk, submit: Callable[..., str]) -> str:
    """A case that was withdrawn (its reference)."""
    reference = submit()
    desk.do(reference, "intrekken", withdraw_note="Niet meer nodig.")
    return reference


def hold(officer: Desk, reference: str, reason: str = "Een klacht bij de ombudsman.") -> int:
    fields = {"reference": reference, "hold_reason": reason}
    return officer.post(PAGE, officer.page(PAGE), **fields).status_code


def test_the_page_tells_the_rules_before_anything_was_destroyed(officer: Desk) -> None:
    page = officer.page(PAGE)
    assert "90 dagen na het einde van de aanvraag" in page and "Er is nog niets gewist." in page


@pytest.mark.parametrize("email", [OFFICER, "leiding@bureau.example"])
def test_a_hold_is_set_and_lifted_with_a_reason(
    log_in: Callable[[str], Desk], desk: Desk, ended: str, email: str
) -> None:
    officer = log_in(email)
    assert hold(officer, ended.lower()) == 303
    assert "Een klacht bij de ombudsman." in officer.page(PAGE)
    assert "Op deze aanvraag rust een bewaarplicht" in desk.page(f"/bureau/aanvragen/{ended}")
    refused = desk.try_to(ended, "wissen", erase_confirmed="yes")
    assert (refused.status_code, "U kunt er niets uit wissen" in refused.text) == (409, True)
    path = f"{PAGE}/bewaarplicht/1"
    assert officer.post(path, officer.page(path), lift_reason=" ").status_code == 400
    answer = officer.post(path, officer.page(path), lift_reason="De klacht is klaar.")
    assert answer.status_code == 303
    assert "De klacht is klaar." in officer.page(path)
    assert "bewaarplicht" not in desk.page(f"/bureau/aanvragen/{ended}").partition("kop-verloop")[0]
    assert desk.events(ended)[-2:] == ["legal_hold_set", "legal_hold_lifted"]
    desk.do(ended, "wissen", erase_confirmed="yes")


@pytest.mark.parametrize(
    ("reference", "reason", "told"),
    [
        ("", "Een klacht.", "Vul het nummer van de aanvraag in."),
        ("2026-9999", "Een klacht.", "Deze aanvraag bestaat niet."),
        ("{ended}", " ", "Vul in waarom deze aanvraag bewaard moet blijven."),
        ("{ended}", "Bel 06-90123456.", "telefoonnummer"),
    ],
)
def test_a_hold_that_cannot_be_set_says_why(
    officer: Desk, ended: str, engine: Engine, reference: str, reason: str, told: str
) -> None:
    fields = {"reference": reference.format(ended=ended), "hold_reason": reason}
    answer = officer.post(PAGE, officer.page(PAGE), **fields)
    assert (answer.status_code, told in answer.text) == (400, True)
    with reading(engine) as session:
        assert session.scalars(select(LegalHold)).all() == []


def test_a_second_hold_says_that_there_is_one(officer: Desk, ended: str) -> None:
    assert (hold(officer, ended), hold(officer, ended)) == (303, 400)


def test_who_may_look_cannot_set_a_hold(
    log_in: Callable[[str], Desk], officer: Desk, ended: str
) -> None:
    admin = log_in("beheer@bureau.example")
    page = admin.page(PAGE)
    assert 'name="hold_reason"' not in page
    fields = {"reference": ended, "hold_reason": "Een klacht."}
    assert admin.post(PAGE, page, **fields).status_code == 403


def test_an_unknown_hold_is_not_found(officer: Desk) -> None:
    officer.page(f"{PAGE}/bewaarplicht/99", 404)


def figures_in(desk: Desk) -> str:
    """The figures and pictures, from the first heading on."""
    return desk.page("/bureau/cijfers?periode=alles").partition("<h1")[2]


def test_an_erased_expert_is_no_longer_listed(
    desk: Desk, experts: list[int], engine: Engine, clock: Clock
) -> None:
    with writing(engine) as session:
        anonymise_expert(session, clock.now, session.get_one(Expert, experts[0]))
    listed = desk.page("/bureau/deskundigen")
    assert "Gewiste deskundige" not in listed and "Deskundige 2" in listed
    page = desk.page(f"/bureau/deskundigen/{experts[0]}")
    assert "Dit profiel is gewist op" in page and "deskundige-1@" not in page


def test_the_pages_of_an_erased_case_say_so(
    log_in: Callable[[str], Desk], ended: str, engine: Engine, clock: Clock
) -> None:
    clock.forward(days=91)
    before = figures_in(log_in("leiding@bureau.example"))
    run_retention(engine, clock.now)
    assert figures_in(log_in("leiding@bureau.example")) == before
    with writing(engine) as session:
        case = session.scalars(select(SupportRequest)).one()
        values = {"purpose": LinkPurpose.STATUS, "request_id": case.id, "created_at": clock.now}
        link = MailLink(
            token_hash=hash_token("t"), expires_at=clock.now.replace(year=2030), **values
        )
        session.add(link)
    desk = log_in("co@bureau.example")
    page = desk.page(f"/bureau/aanvragen/{ended}")
    assert "De tekst is gewist op" in page and "Naam, adres en nummer zijn gewist op" in page
    assert INTAKE.requester_name not in page and 'id="act-heropenen"' not in page
    status = desk.page(link_path(LinkPurpose.STATUS, "t"))
    assert "zijn gewist op" in status and "heropenen" not in status
    for path in ("/bureau", "/bureau?toon=beeindigd", "/bureau/cijfers", "/bureau/mail"):
        assert INTAKE.requester_name not in desk.page(path)
    desk.page(f"/bureau/aanvragen/{ended}/vergelijken")
    assert '<span class="badge">gewist</span>' in desk.page("/bureau?toon=beeindigd")
    officer = log_in(OFFICER)
    page = officer.page(PAGE)
    assert "support_request 1" in page and "Laatste ronde" in page
    assert "Gegevens gewist" in officer.page("/bureau/logboek")
