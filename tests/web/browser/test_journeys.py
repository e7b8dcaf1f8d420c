"""Each user's whole way through the pages, on a telephone and on a desk."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from service.domain.request_status import Status
from service.storage.mail_link import LinkPurpose
from tests.web.browser.fill_in import fill_in, forward
from tests.web.browser.page_walk import press
from tests.web.browser.scene import Scene
from tests.web.story import INTAKE, SUMMARY

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.backend("sqlite")]

# Width in pixels, and whether scripts run.
TELEPHONE = pytest.param((360, True), id="telephone")
DESK = pytest.param((1280, True), id="desk")
WITHOUT_SCRIPTS = pytest.param((1280, False), id="without-scripts")


@pytest.fixture(params=[TELEPHONE, DESK])
def page(request: pytest.FixtureRequest, new_device: Callable[..., BrowserContext]) -> Page:
    width, scripts = request.param
    return new_device(width, scripts).new_page()


def title_is(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def test_an_adviser_asks_for_help_and_follows_the_request(scene: Scene, page: Page) -> None:
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Steun aanvragen").click()
    for _step in range(4):
        forward(page) if _step == 0 else None
        fill_in(page)
        forward(page)
    page.locator("#declaration").check()
    forward(page)
    title_is(page, "Uw aanvraag is ontvangen")
    reference = page.locator(".reference").inner_text().split()[-1]

    page.goto(scene.mailed(LinkPurpose.STATUS))
    title_is(page, reference)
    page.locator("[name=text]").fill("Er komt een tweede groep.")
    press(page, "Versturen")
    expect(page.get_by_text("Er komt een tweede groep.")).to_be_visible()


@pytest.mark.parametrize("page", [TELEPHONE, DESK, WITHOUT_SCRIPTS], indirect=True)
def test_a_coordinator_finds_an_expert(scene: Scene, page: Page) -> None:
    story = scene.story.submitted()
    scene.rank()
    page.goto(scene.login_path())
    press(page, "Inloggen")
    title_is(page, "Wachtrij")
    page.get_by_role("link", name=story.request().reference).click()

    title_is(page, INTAKE.municipality)
    revealed(page, "Vastleggen")
    page.locator("[name=call_back_note]").fill("Gesproken met de adviseur.")
    press(page, "Vastleggen")
    revealed(page, "Wij zoeken een deskundige")
    press(page, "Wij zoeken een deskundige")
    revealed(page, "Lijst vaststellen")
    page.locator("[name=summary]").fill(SUMMARY)
    press(page, "Lijst vaststellen")
    assert story.request().status == Status.PROPOSED
    revealed(page, "Nu uitnodigen")
    press(page, "Nu uitnodigen")
    assert story.request().status == Status.INVITED
    expect(page.get_by_text("wacht op antwoord").first).to_be_visible()
    assert scene.mailed(LinkPurpose.ANSWER)


def revealed(page: Page, button: str) -> None:
    """Open the folds around a button, the outermost first."""
    found = page.get_by_role("button", name=button, exact=True, include_hidden=True).first
    while not found.is_visible():
        fold = page.locator("details:not([open])").filter(has=found).first
        fold.locator("summary").first.click()


def test_an_expert_says_yes_and_confirms_the_first_contact(scene: Scene, page: Page) -> None:
    story = scene.story.invited()
    page.goto(scene.mailed(LinkPurpose.ANSWER))
    expect(page.get_by_text(SUMMARY)).to_be_visible()
    expect(page.get_by_text(INTAKE.question)).to_have_count(0)
    page.locator("[name=first_contact_choice]").first.check()
    page.locator("[name=confidentiality]").check()
    page.locator("[name=no_conflict]").check()
    press(page, "Ja, ik help")
    title_is(page, "U hebt ja gezegd")

    page.goto(scene.mailed(LinkPurpose.ASSIGNMENT))
    expect(page.get_by_text(INTAKE.question)).to_be_visible()
    press(page, "Het eerste contact is geweest")
    assert story.request().status == Status.CONTACTED


def test_a_partner_agrees(scene: Scene, page: Page) -> None:
    scene.story.consulting().proposed()
    page.goto(scene.mailed(LinkPurpose.PARTNER_CONSENT))
    expect(page.get_by_text(SUMMARY)).to_be_visible()
    page.get_by_role("checkbox", name="Deskundige 3").uncheck()
    press(page, "Ja, wij zijn akkoord")
    title_is(page, "U bent akkoord")
    expect(page.get_by_text("Deskundige 2")).to_be_visible()
    expect(page.get_by_text("Deskundige 3")).to_have_count(0)
