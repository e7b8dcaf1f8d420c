"""The registry at the desk: who can be asked, and recording an absence."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from expert_registry.tables import Expert
from service.database import reading, writing
from tests.web.bureau.desk import Desk


def test_the_list_shows_who_can_be_asked(desk: Desk, experts: list[int], engine: Engine) -> None:
    with writing(engine) as session:
        session.get_one(Expert, experts[1]).status = "paused"
    page = desk.page("/bureau/deskundigen")
    assert "6 deskundigen." in page and "Asielopvang" in page and "0 van 2" in page
    assert "De deskundige doet tijdelijk niet mee." in page


def test_a_profile_shows_its_words(desk: Desk, experts: list[int], engine: Engine) -> None:
    with writing(engine) as session:
        expert = session.get_one(Expert, experts[0])
        expert.modes, expert.phases = ["phone", "on_site"], ["escalatie"]
        expert.municipality, expert.office_status = "Lelystad", "acting"
    page = desk.page(f"/bureau/deskundigen/{experts[0]}")
    for words in ("telefoon, ter plaatse", "escalatie", "Lelystad", "waarnemend", "Asielopvang"):
        assert words in page


def test_an_absence_is_recorded_and_ended(desk: Desk, experts: list[int]) -> None:
    path = f"/bureau/deskundigen/{experts[0]}"
    answer = desk.post(f"{path}/afwezig", desk.page(path), unavailable_until="2026-12-24")
    assert answer.headers["Location"] == path
    page = desk.page(path)
    assert "De afwezigheid is bewaard." in page
    assert "niet beschikbaar tot en met 24-12-2026" in page and 'value="2026-12-24"' in page
    desk.post(f"{path}/afwezig", page, unavailable_until="")
    assert "De deskundige is weer beschikbaar." in desk.page(path)


def test_an_absence_that_somebody_else_recorded_is_not_overwritten(
    desk: Desk, log_in: Callable[[str], Desk], experts: list[int]
) -> None:
    path = f"/bureau/deskundigen/{experts[0]}"
    stale, other = desk.page(path), log_in("achterwacht@bureau.example")
    other.post(f"{path}/afwezig", other.page(path), unavailable_until="2026-12-24")
    answer = desk.post(f"{path}/afwezig", stale, unavailable_until="")
    assert answer.status_code == 409
    assert "Het profiel is intussen veranderd." in answer.text
    assert "niet beschikbaar tot en met 24-12-2026" in answer.text
    desk.post(f"{path}/afwezig", answer.text, unavailable_until="2026-12-31")
    assert "niet beschikbaar tot en met 31-12-2026" in desk.page(path)


@pytest.mark.parametrize("day", ["2026-11-23", "2028-01-01", "31-12-2026", "morgen"])
def test_an_impossible_day_is_refused(
    desk: Desk, experts: list[int], engine: Engine, day: str
) -> None:
    path = f"/bureau/deskundigen/{experts[0]}"
    answer = desk.post(f"{path}/afwezig", desk.page(path), unavailable_until=day)
    assert answer.status_code == 400
    assert 'id="unavailable_until-fout"' in answer.text and f'value="{day}"' in answer.text
    with reading(engine) as session:
        assert session.get_one(Expert, experts[0]).unavailable_until is None


@pytest.mark.parametrize("number", ["0", "99", "99999999999999999999"])
def test_an_unknown_expert_is_not_found(desk: Desk, number: str) -> None:
    desk.page(f"/bureau/deskundigen/{number}", 404)
