"""The scripts of the desk in a real browser: a case that changes meanwhile, and shortcuts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from service.actions.requests.own_case import take_case
from tests.web.browser.scene import Scene

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.backend("sqlite")]

TYPED = "Adviseur belt morgen terug."
LOOK_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def case(page: Page, scene: Scene) -> Page:
    scene.story.submitted()
    scene.log_in(page)
    page.goto(scene.case_path)
    return page


def test_what_changed_is_told_and_what_is_typed_stays(case: Page, scene: Scene) -> None:
    note = case.locator("#case_note")
    note.fill(TYPED)
    news = case.locator("[data-live-news]")
    expect(news).to_have_text("")
    scene.story.act(take_case)
    case.evaluate(LOOK_AGAIN)
    expect(news).to_contain_text("Er is iets veranderd. Coördinator nam de aanvraag over.")
    expect(note).to_have_value(TYPED)

    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    case.once("dialog", stay)
    news.get_by_role("link", name="Laad opnieuw").click()
    assert asked == ["U hebt iets getypt dat nog niet bewaard is. Toch opnieuw laden?"]
    expect(note).to_have_value(TYPED)

    note.fill("")
    news.get_by_role("link", name="Laad opnieuw").click()
    expect(case.locator(".case-head__badges")).to_contain_text("Coördinator")
    expect(news).to_have_text("")


def test_who_is_logged_out_is_told_that_the_page_stands_still(case: Page) -> None:
    case.context.clear_cookies()
    case.evaluate(LOOK_AGAIN)
    expect(case.locator("[data-live-stale]")).to_contain_text("wordt niet meer bijgewerkt")


def test_shortcuts_of_a_case(case: Page) -> None:
    case.keyboard.press("n")
    expect(case.locator("#case_note")).to_be_focused()
    case.keyboard.type("bnlv")
    expect(case.locator("#case_note")).to_have_value("bnlv")
    case.locator("#case_note").blur()
    case.keyboard.press("Control+b")
    assert case.evaluate("document.activeElement === document.body")
    case.keyboard.press("b")
    expect(case.locator("#call_via-switchboard")).to_be_focused()
    case.locator("#call_via-switchboard").blur()
    case.keyboard.press("v")
    expect(case.locator("#kop-verloop")).to_be_focused()


def test_shortcuts_can_be_switched_off_and_stay_off(case: Page) -> None:
    case.locator("#sneltoetsen summary").click()
    case.get_by_role("button", name="Sneltoetsen uitzetten").click()
    case.reload()
    case.keyboard.press("n")
    expect(case.locator("#case_note")).not_to_be_focused()
    case.locator("#sneltoetsen summary").click()
    case.get_by_role("button", name="Sneltoetsen aanzetten").click()
    case.locator("h1").click()
    case.keyboard.press("n")
    expect(case.locator("#case_note")).to_be_focused()


def test_shortcuts_of_the_queue(page: Page, scene: Scene) -> None:
    scene.story.submitted()
    first = scene.story.request().reference
    scene.story.submitted(urgency="U4")
    scene.log_in(page)
    page.goto("/bureau")
    rows = page.locator("#wachtrij tbody th a")
    expect(rows).to_have_count(2)
    for key, number in [("j", 0), ("j", 1), ("j", 1), ("k", 0)]:
        page.keyboard.press(key)
        expect(rows.nth(number)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{first}")
    page.keyboard.press("w")
    page.wait_for_url("**/bureau")


def test_without_scripts_nothing_promises_them(
    new_device: Callable[..., BrowserContext], scene: Scene
) -> None:
    page = new_device(scripts=False).new_page()
    scene.story.submitted()
    scene.log_in(page)
    page.goto(scene.case_path)
    expect(page.locator("#sneltoetsen")).to_be_hidden()
    page.locator("#act-vraag summary").click()
    page.locator("#question").fill("Hoeveel mensen komen er?")
    page.get_by_role("button", name="Eerst de mail bekijken").first.click()
    expect(page.locator(".mail-preview")).to_contain_text("Wij hebben een vraag over uw aanvraag")
    expect(page.locator("#question")).to_have_value("Hoeveel mensen komen er?")
