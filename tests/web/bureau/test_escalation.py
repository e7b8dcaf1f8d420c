"""What is late stands on the case; taking it up says who is on it and until when."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from service.actions.deadlines.check_deadlines import check_deadlines
from service.actions.mail.prepare_mail import prepare_mail
from service.database import writing
from service.mail.facts import Bureau
from tests.web.bureau.desk import Clock, Desk

pytestmark = pytest.mark.backend("sqlite")

BUTTON = "Ik pak dit op"
BASE_URL = "https://schakel.example"


@pytest.fixture
def late(submit: Callable[..., str], engine: Engine, clock: Clock) -> Callable[[], str]:
    """A case of which the first answer is late and the deputy was told."""

    def _late() -> str:
        reference = submit()
        clock.forward(minutes=121)
        with writing(engine) as session:
            check_deadlines(session, clock.now)
        return reference

    return _late


def test_taking_it_up(
    desk: Desk,
    log_in: Callable[[str], Desk],
    late: Callable[[], str],
    clock: Clock,
    engine: Engine,
) -> None:
    reference = late()
    path = f"/bureau/aanvragen/{reference}"
    page = desk.page(path)
    assert "persoonlijke reactie" in page and BUTTON in page
    assert "Gemeld aan de programmamanager" in page  # of the receipt, which never left
    page = log_in("achterwacht@bureau.example").do(reference, "oppakken")
    assert "U pakt dit op. De melding is stil tot di 24 november 13.01 uur." in page
    assert "Achterwacht pakt dit op. De melding is stil tot di 24 november 13.01 uur." in page
    assert BUTTON not in page
    assert "Achterwacht pakt op wat te laat is. De melding is stil tot di 24 november" in page
    clock.forward(minutes=61)
    with writing(engine) as session:
        check_deadlines(session, clock.now)
    page = desk.page(path)
    assert BUTTON in page and "Gemeld aan de programmamanager" in page


def test_whoever_is_told_may_open_the_page_that_the_mail_names(
    log_in: Callable[[str], Desk], late: Callable[[], str], clock: Clock, engine: Engine
) -> None:
    reference = late()
    opened = {}
    bureau = Bureau("Bureau", "000-0000000", "schakel@bureau.example")
    with writing(engine) as session:
        while prepared := prepare_mail(session, clock.now, bureau, BASE_URL):
            message = prepared.message
            found = re.search(rf"{BASE_URL}(/bureau\S*)", message.text if message else "")
            if message and found and "te laat" in message.subject:
                opened[message.to_address] = found[1]
    assert opened == {
        "achterwacht@bureau.example": f"/bureau/aanvragen/{reference}",
        "leiding@bureau.example": "/bureau",
    }
    for address, path in opened.items():
        log_in(address).page(path)


def test_nothing_late_nothing_to_take_up(desk: Desk, submit: Callable[..., str]) -> None:
    reference = submit()
    assert BUTTON not in desk.page(f"/bureau/aanvragen/{reference}")
    answer = desk.try_to(reference, "oppakken")
    assert answer.status_code == 409
    assert "niets te laat gemeld" in answer.text


def test_two_who_take_it_up_at_once(
    desk: Desk, log_in: Callable[[str], Desk], late: Callable[[], str]
) -> None:
    reference = late()
    path = f"/bureau/aanvragen/{reference}"
    page = desk.page(path)
    log_in("achterwacht@bureau.example").do(reference, "oppakken")
    assert desk.post(path + "/oppakken", page).status_code == 409
    assert desk.events(reference).count("acknowledge_escalation") == 1
