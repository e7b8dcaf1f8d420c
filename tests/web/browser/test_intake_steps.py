"""The steps of the form in a real browser, on the smallest telephone and without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from service.storage.request import SupportRequest
from tests.web.browser.conftest import PATIENCE_MS
from tests.web.browser.fill_in import NEXT, fill_in, forward, go_to, left_behind
from tests.web.filled_form import TYPED

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.backend("sqlite")]

TITLES = ["Spoed", "Contact", "Situatie en vraag", "Steun en grenzen", "Controleren en versturen"]
LONG = "Een-heel-lange-naam-zonder-spaties-" * 5
SMALL_LETTERS = """() => [...document.querySelectorAll("body *")]
  .filter((part) => part.innerText && parseFloat(getComputedStyle(part).fontSize) < 16)
  .map((part) => part.innerText)"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def plain(chromium: Browser, address: str) -> Iterator[BrowserContext]:
    """A browser without scripts on a screen of 320 pixels, as wide as 1280 at 400% zoom."""
    context = chromium.new_context(
        base_url=address,
        viewport={"width": 320, "height": 640},
        locale="nl-NL",
        java_script_enabled=False,
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


def title(page: Page) -> str:
    return page.locator("h1").inner_text()


def nothing_without_a_script(page: Page) -> None:
    for only_with_a_script in ("[data-draft]", "#melding", "[data-print]"):
        assert not page.locator(only_with_a_script).is_visible()


def requests(engine: Engine) -> int:
    with Session(engine) as session:
        return session.scalar(select(func.count(SupportRequest.id))) or 0


def test_the_whole_form_without_scripts(plain: BrowserContext, engine: Engine) -> None:
    page = plain.new_page()
    page.goto("/aanvraag")
    for number, expected in enumerate(TITLES, 1):
        assert title(page) == expected
        assert page.locator(".progress__text").inner_text() == f"Stap {number} van 5"
        assert page.locator("[aria-current=step]").inner_text() == expected
        forward(page) if number == 1 else None
        fill_in(page)
        if expected == TITLES[-1]:
            page.locator("#declaration").check()
        assert requests(engine) == 0
        nothing_without_a_script(page)
        forward(page)
    assert title(page) == "Uw aanvraag is ontvangen"
    assert requests(engine) == 1
    nothing_without_a_script(page)
    page.reload()
    assert title(page) == "Uw aanvraag is ontvangen"
    assert requests(engine) == 1


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_page_is_wider_than_the_screen_and_no_letter_is_small(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto("/aanvraag")
    for expected in TITLES:
        assert title(page) == expected
        for _error_and_filled in range(2):
            assert page.evaluate(TOO_WIDE) <= 0, expected
            assert page.evaluate(SMALL_LETTERS) == [], expected
            if expected == TITLES[-1] or page.locator(".field__error").count():
                break
            forward(page)
        fill_in(page)
        if expected == "Contact":
            page.locator("#requester_role").fill(LONG)
        if expected == TITLES[-1]:
            page.locator("#declaration").check()
        forward(page)
    assert page.evaluate(TOO_WIDE) <= 0


def test_each_target_is_large_enough(page: Page) -> None:
    small = """() => [...document.querySelectorAll("input, select, button, summary, textarea")]
      .filter((part) => part.checkVisibility() && part.type !== "hidden")
      .filter((part) => Math.min(part.offsetWidth, part.offsetHeight) < 24)
      .map((part) => part.id || part.innerText)"""
    page.goto("/aanvraag")
    for expected in TITLES:
        assert page.evaluate(small) == [], expected
        fill_in(page)
        if expected != TITLES[-1]:
            forward(page)


def test_the_enter_key_goes_forward_and_at_the_end_sends(page: Page, engine: Engine) -> None:
    go_to(page, "requester_name")
    fill_in(page)
    with left_behind(page):
        page.locator("#requester_name").press("Enter")
    assert title(page) == "Situatie en vraag"
    go_to(page, "declaration")
    page.locator("#declaration").check()
    with left_behind(page):
        page.locator("#declaration").press("Enter")
    assert title(page) == "Uw aanvraag is ontvangen"
    assert requests(engine) == 1


def test_the_back_button_of_the_browser_loses_nothing(page: Page, engine: Engine) -> None:
    go_to(page, "support_kinds")
    fill_in(page)
    for expected in TITLES[2::-1]:
        with left_behind(page):
            page.go_back()
        assert title(page) == expected
    for expected in TITLES[1:4]:
        forward(page)
        assert title(page) == expected
    # Both what was sent with a step and what stood half-finished on the last page.
    assert page.locator("#support_kinds-communicatieadvies").is_checked()
    forward(page)
    page.locator("#declaration").check()
    forward(page)
    assert title(page) == "Uw aanvraag is ontvangen"
    with Session(engine) as session:
        request = session.scalars(select(SupportRequest)).one()
        assert request.situation == TYPED["situation"]
        assert request.support_kinds == TYPED["support_kinds"]


def test_a_reload_is_asked_about_and_a_reload_without_scripts_repeats_the_step(
    page: Page, plain: BrowserContext
) -> None:
    go_to(page, "situation")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.evaluate("setTimeout(() => location.reload())")
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert title(page) == "Situatie en vraag"

    without = plain.new_page()
    go_to(without, "situation")
    without.reload()
    assert title(without) == "Situatie en vraag"
    assert hidden(without, "requester_name") == TYPED["requester_name"]


def hidden(page: Page, name: str) -> str:
    return page.locator(f"#aanvraag [name={name}]").input_value()


def test_a_lost_connection_loses_nothing(page: Page, device: BrowserContext) -> None:
    go_to(page, "situation")
    fill_in(page)
    device.set_offline(True)
    page.locator(NEXT).first.click()
    expect(page.get_by_role("alert")).to_contain_text("Er is geen verbinding.")
    assert page.locator("#situation").input_value() == TYPED["situation"]
    device.set_offline(False)
    forward(page)
    assert title(page) == "Steun en grenzen"


def test_what_the_server_cannot_take_is_told_and_stays(page: Page) -> None:
    go_to(page, "situation")
    fill_in(page)
    page.locator("#situation").fill("x" * 400_000)
    page.locator(NEXT).first.click()
    expect(page.get_by_role("alert")).to_contain_text("Uw tekst is te groot")
    assert len(page.locator("#situation").input_value()) == 400_000


def test_an_error_has_the_focus_and_leads_to_its_field(page: Page) -> None:
    go_to(page, "requester_name")
    forward(page)
    expect(page.locator(".error-summary")).to_be_focused()
    assert page.title().startswith("Fout: Contact (stap 2 van 5)")
    page.get_by_role("link", name="Vul uw naam in.").click()
    expect(page.locator("#requester_name")).to_be_focused()
    page.get_by_role("link", name="Geef aan of de burgemeester").click()
    expect(page.locator("fieldset#mayor_informed")).to_be_focused()


def test_whom_to_call_shows_as_soon_as_it_is_ticked(page: Page) -> None:
    page.goto("/aanvraag")
    number = page.locator("#referral_signals-acute-danger-uitleg")
    expect(number).to_be_hidden()
    page.locator("#referral_signals-acute-danger").check()
    expect(number).to_be_visible()


def test_the_script_prints_the_receipt_and_the_menu_is_named_without_it(page: Page) -> None:
    go_to(page, "declaration")
    page.locator("#declaration").check()
    forward(page)
    assert page.get_by_text("Kies in het menu van uw browser ‘Afdrukken’.").is_visible()
    page.evaluate("window.print = () => { document.title = 'afgedrukt'; }")
    page.get_by_role("button", name="Afdrukken of opslaan als pdf").click()
    assert page.title() == "afgedrukt"
    page.emulate_media(media="print")
    assert not page.locator(NEXT).count()
    assert page.locator(".reference").is_visible()
    assert not page.locator(".page-header").is_visible()
