"""A draft on the device: only for who asks, encrypted, gone after sending and after 24 hours."""

import json
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from service.storage.request import SupportRequest
from tests.web.browser.fill_in import NEXT, fill_in, forward, go_to, left_behind, open_anew
from tests.web.conftest import Clock
from tests.web.filled_form import TYPED

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.backend("sqlite")]

KEEP, WIPE, GO_ON = "Bewaar een concept", "Wis het concept", "Ga verder met het concept"
SITUATION = str(TYPED["situation"])


def everything_kept(page: Page) -> str:
    return str(page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])"))


def with_draft(page: Page) -> None:
    """Keep a draft from the first page on, and type on until the third."""
    page.goto("/aanvraag")
    page.get_by_role("button", name=KEEP).click()
    expect(page.get_by_role("status")).to_have_text("Het concept is bewaard.")
    for _step in range(2):
        fill_in(page)
        forward(page)
    fill_in(page)
    # What was typed last is written a moment later.
    page.wait_for_function(
        "before => localStorage['schakel-draft'] !== before",
        arg=page.evaluate("localStorage['schakel-draft']"),
    )


def test_nothing_is_kept_unless_somebody_asks(page: Page) -> None:
    go_to(page, "declaration")
    expect(page.get_by_role("button", name=KEEP)).to_be_visible()
    assert everything_kept(page) == '[{},{},""]'


def test_a_draft_is_offered_and_taken_up_where_it_was_left(
    page: Page, device: BrowserContext, engine: Engine
) -> None:
    with_draft(page)
    assert SITUATION[:12] not in everything_kept(page)
    page.close()

    page = device.new_page()
    open_anew(page)
    expect(page.get_by_text("In deze browser staat een concept.")).to_be_visible()
    assert not page.locator("#urgency-U2").is_checked()
    with left_behind(page):
        page.get_by_role("button", name=GO_ON).click()
    assert page.locator("#situation").input_value() == SITUATION
    expect(page.get_by_role("button", name=WIPE)).to_be_visible()
    assert page.url.endswith("/aanvraag")

    go_on_and_send(page)
    with Session(engine) as session:
        request = session.scalars(select(SupportRequest)).one()
        assert (request.urgency, request.situation) == ("U2", SITUATION)
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw aanvraag is ontvangen")
    page.wait_for_function("!localStorage.length && !document.cookie")


def go_on_and_send(page: Page) -> None:
    for _step in range(2):
        forward(page)
        fill_in(page)
    page.locator("#declaration").check()
    forward(page)


def test_the_declaration_is_never_kept(page: Page) -> None:
    with_draft(page)
    forward(page)
    fill_in(page)
    forward(page)
    page.locator("#declaration").check()
    page.wait_for_timeout(1000)
    draft = opened(page)
    assert "situation" in draft and "declaration" not in draft and "csrf_token" not in draft


def opened(page: Page) -> set[str]:
    """Read the draft with its key, as the page itself does; give the names of the answers."""
    names = page.evaluate(
        """async () => {
          const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
          const [iv, sealed] = localStorage["schakel-draft"].split(".");
          const raw = bytes(decodeURIComponent(document.cookie.split("schakel_draft_key=")[1]));
          const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
          const how = { name: "AES-GCM", iv: bytes(iv) };
          const text = await crypto.subtle.decrypt(how, key, bytes(sealed));
          const draft = JSON.parse(new TextDecoder().decode(text));
          return JSON.stringify(draft.answers.map(([name]) => name));
        }"""
    )
    return set(json.loads(names))


def test_a_draft_can_be_wiped_and_stays_away(page: Page) -> None:
    with_draft(page)
    page.get_by_role("button", name=WIPE).click()
    expect(page.get_by_role("status")).to_have_text("Het concept is gewist.")
    page.locator("#question").fill("Iets anders")
    page.wait_for_timeout(1000)
    assert everything_kept(page) == '[{},{},""]'
    assert page.locator("#situation").input_value() == SITUATION


def test_after_a_day_nobody_can_read_it(page: Page, device: BrowserContext) -> None:
    with_draft(page)
    [key] = [cookie for cookie in device.cookies() if cookie["name"] == "schakel_draft_key"]
    left = key["expires"] - page.evaluate("Date.now() / 1000")
    assert 24 * 3600 - 60 < left <= 24 * 3600
    assert key["sameSite"] == "Strict"
    device.clear_cookies(name="schakel_draft_key")

    open_anew(page)
    expect(page.get_by_role("button", name=KEEP)).to_be_visible()
    assert everything_kept(page) == '[{},{},""]'


@pytest.mark.parametrize("broken", ["", "kapot", "AAAA.AAAA"])
def test_a_broken_draft_is_thrown_away(page: Page, broken: str) -> None:
    with_draft(page)
    page.evaluate("text => localStorage.setItem('schakel-draft', text)", broken)
    open_anew(page)
    expect(page.get_by_role("button", name=KEEP)).to_be_visible()
    assert "schakel-draft" not in everything_kept(page)


def test_another_form_does_not_overwrite_the_draft(page: Page) -> None:
    with_draft(page)
    open_anew(page)
    before = page.evaluate("localStorage['schakel-draft']")
    go_to(page, "situation")
    page.locator("#situation").fill("Een andere aanvraag")
    page.wait_for_timeout(1000)
    assert page.evaluate("localStorage['schakel-draft']") == before
    expect(page.get_by_role("button", name=GO_ON)).to_be_visible()


def test_the_same_draft_sent_twice_is_one_request(
    page: Page, device: BrowserContext, engine: Engine, clock: Clock
) -> None:
    with_draft(page)
    kept = page.evaluate("localStorage['schakel-draft']")
    cookies = device.cookies()
    forward(page)
    fill_in(page)
    forward(page)
    page.locator("#declaration").check()
    forward(page)
    page.wait_for_function("!localStorage.length")
    # As if the answer of the server had been lost on the way.
    page.evaluate("text => localStorage.setItem('schakel-draft', text)", kept)
    device.add_cookies(cookies)
    clock.now += timedelta(minutes=5)
    open_anew(page)
    with left_behind(page):
        page.get_by_role("button", name=GO_ON).click()
    go_on_and_send(page)
    expect(page.get_by_text("U had dit formulier al verstuurd.")).to_be_visible()
    with Session(engine) as session:
        assert session.scalar(select(func.count(SupportRequest.id))) == 1


def test_without_a_script_no_draft_is_promised(page: Page) -> None:
    page.route("**/intake_*.js", lambda route: route.abort())
    page.goto("/aanvraag")
    assert page.locator(NEXT).first.is_visible()
    assert not page.get_by_text("Concept op dit apparaat").is_visible()
