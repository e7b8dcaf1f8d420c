"""A request taken by telephone is the same form, entered by the bureau."""

import pytest
from sqlalchemy import Engine, func, select

from service.database import reading
from service.domain.intake import Source
from service.storage.request import SupportRequest
from tests.web.bureau.desk import Clock, Desk
from tests.web.filled_form import TYPED, error_at, hidden_fields

PATH = "/bureau/aanvragen/nieuw"


def test_the_bureau_enters_a_request(desk: Desk, engine: Engine, clock: Clock) -> None:
    page = desk.page(PATH)
    assert "Aanvraag per telefoon invoeren" in page
    # Ours is the last form: the one to log out stands in the head of the page.
    posted = hidden_fields(page) | TYPED
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
    posted = hidden_fields(desk.page(PATH)) | TYPED | {"municipality": "Nergenshuizen"}
    answer = desk.client.post(PATH, data=posted)
    assert answer.status_code == 400
    assert error_at(answer.text, "municipality")
    assert "Moet de burgemeester naar buiten gaan?" in answer.text
