"""Another language along the way, in a real browser: on the form, and on a page behind a link."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from service.storage.mail_link import LinkPurpose
from tests.web.browser.page_checks import barriers, photograph
from tests.web.browser.scene import Scene

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.backend("sqlite")]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_form_goes_on_in_english_with_what_was_typed(
    new_device: Callable[..., BrowserContext], scripts: bool
) -> None:
    page = new_device(scripts=scripts).new_page()
    asked: list[Dialog] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog)
        dialog.accept()

    page.on("dialog", note)
    page.goto("/aanvraag")
    page.locator("#urgency-U2").check()
    page.locator("#crisis_structure_active-no").check()
    page.get_by_role("button", name="Volgende stap").click()
    page.locator("#requester_name").fill("Adviseur Een")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Contact")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#requester_name")).to_have_value("Adviseur Een")
    page.get_by_role("button", name="Previous step").click()
    expect(page.locator("#urgency-U2")).to_be_checked()
    assert not asked


def test_a_page_behind_a_link_stays_the_same_page(scene: Scene, page: Page) -> None:
    path = scene.story.invited().link(LinkPurpose.ANSWER)
    page.goto(path)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Can you help a municipality?")
    assert page.url.endswith(path)
    assert barriers(page) == []
    photograph(page, "uitnodiging-english")
    page.get_by_role("button", name="Nederlands").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
