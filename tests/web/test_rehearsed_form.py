"""The player of the rehearsal goes through the form as somebody with a plain browser does."""

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from service.rehearsal import story
from service.rehearsal.browser import Browser
from service.rehearsal.request_form import filled_request, reference_on
from service.storage.request import SupportRequest

pytestmark = pytest.mark.backend("sqlite")


def test_the_player_sends_the_story_once(address: str, engine: Engine) -> None:
    browser = Browser(address)
    page, form = filled_request(browser)
    assert "Controleren en versturen" in page.words
    reference = reference_on(browser.send(page, form))
    assert reference_on(browser.send(page, form)) == reference
    with Session(engine) as session:
        request = session.scalars(select(SupportRequest)).one()
    assert (request.reference, request.situation) == (reference, story.SITUATION)
    assert len(request.themes) == story.THEMES_TICKED
