"""A request taken by telephone is the same form, entered by the bureau."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, func, select
from werkzeug.datastructures import MultiDict

from service.database import reading
from service.domain.intake import Source
from service.domain.throttle import LIMITS, Attempt
from service.storage.request import SupportRequest
from tests.web.bureau.desk import Clock, Desk
from tests.web.filled_form import error_at, filled
from tests.web.intake_walk import last_page

PATH = "/bureau/aanvragen/nieuw"


def test_the_bureau_enters_a_request(desk: Desk, engine: Engine, clock: Clock) -> None:
    assert "Aanvraag per telefoon invoeren" in desk.page(PATH)
    page, form = last_page(desk.client, PATH)
    assert "Aanvraag opslaan" in page.words and "Concept op dit apparaat" not in page.words
    posted = MultiDict(form.press("send").data())
    answer = desk.client.post(PATH, data=posted)
    assert answer.status_code == 303, answer.text
    case_page = desk.page(answer.headers["Location"])
    assert "De aanvraag kwam binnen (telefoon)." in case_page
    assert "De aanvraag is opgeslagen." in case_page
    clock.forward(minutes=1)
    assert desk.client.post(PATH, data=posted).headers["Location"] == answer.headers["Location"]
    assert "Deze aanvraag was al opgeslagen." in desk.page(answer.headers["Location"])
    with reading(engine) as session:
        assert session.scalar(select(func.count(SupportRequest.id))) == 1
        case = session.scalars(select(SupportRequest)).one()
        assert case.source == Source.TELEPHONE
        assert case.owner is not None and case.owner.name == "Co"


@pytest.mark.backend("sqlite")
def test_a_mistake_keeps_what_was_typed(desk: Desk) -> None:
    answer = desk.client.post(PATH, data=filled(desk.client, PATH, municipality="Nergenshuizen"))
    assert answer.status_code == 400
    assert error_at(answer.text, "municipality")
    assert "Moet de burgemeester naar buiten gaan?" in answer.text


@pytest.mark.backend("sqlite")
def test_what_comes_by_telephone_is_not_limited(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, Attempt.INTAKE, replace(LIMITS[Attempt.INTAKE], most=1))
    for path, status in ((PATH, 303), (PATH, 303), ("/aanvraag", 303), ("/aanvraag", 429)):
        answer = desk.client.post(path, data=filled(desk.client, path))
        assert answer.status_code == status
