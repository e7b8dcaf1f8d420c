"""What is late stands on the case; taking it up says who is on it and until when."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from service.actions.deadlines.check_deadlines import check_deadlines
from service.database import writing
from tests.web.bureau.desk import Clock, Desk

pytestmark = pytest.mark.backend("sqlite")

BUTTON = "Ik pak dit op"


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
