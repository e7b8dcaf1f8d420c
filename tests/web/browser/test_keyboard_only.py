"""A whole journey without a mouse or a touch screen; one sees all the time where one is."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from service.storage.mail_link import LinkPurpose
from service.storage.request import SupportRequest
from tests.web.browser.fill_in import left_behind
from tests.web.browser.keyboard import Keyboard
from tests.web.browser.scene import Scene
from tests.web.filled_form import TYPED

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.backend("sqlite")]

# A date is typed in another order in each language of the browser.
UNKNOWN = {"expected_moment_date": "", "expected_moment_time": "", "expected_moment_unknown": "yes"}
ANSWERS = {name: given for name, given in (TYPED | UNKNOWN).items() if given}


def test_the_form_is_sent_with_the_keyboard_only(scene: Scene, page: Page) -> None:
    keyboard = Keyboard(page)
    page.goto("/aanvraag")
    for _step in range(5):
        keyboard.fill_in(ANSWERS)
        with left_behind(page):
            keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw aanvraag is ontvangen")
    with Session(scene.engine) as session:
        request = session.get_one(SupportRequest, 1)
        assert (request.municipality, request.urgency) == (TYPED["municipality"], "U2")
        assert request.situation == TYPED["situation"]
        assert request.support_kinds == TYPED["support_kinds"]


def test_one_key_skips_to_the_content(page: Page) -> None:
    keyboard = Keyboard(page)
    page.goto("/")
    assert keyboard.tab()["text"] == "Naar de inhoud"
    keyboard.press("Enter")
    assert keyboard.tab()["inside"]


@pytest.mark.parametrize("where", ["queue", "case", "invitation"])
def test_each_stop_of_the_focus_is_seen(scene: Scene, page: Page, where: str) -> None:
    scene.story.invited()
    scene.rank()
    scene.log_in(page)
    paths = {"queue": "/bureau", "case": scene.case_path}
    page.goto(paths.get(where) or scene.story.link(LinkPurpose.ANSWER))
    keyboard, stops = Keyboard(page), 0
    while keyboard.tab()["inside"] or not stops:
        stops += keyboard.focus()["inside"]
    assert stops > 5
