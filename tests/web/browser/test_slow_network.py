"""The form on a bad connection, as of a telephone in a crowd: slow, but nothing is lost or double.

The figures are those of "Slow 3G" in the developer tools of Chromium.
"""

from collections.abc import Callable, Mapping

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from service.storage.request import SupportRequest
from tests.web.browser.fill_in import NEXT, fill_in, forward

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.backend("sqlite")]

SLOW_3G = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000 // 8,
    "uploadThroughput": 400_000 // 8,
}
NO_NETWORK = SLOW_3G | {"offline": True}

Network = Callable[[Mapping[str, object]], object]


@pytest.fixture
def network(device: BrowserContext, page: Page) -> Network:
    """Change the connection of the telephone."""
    session = device.new_cdp_session(page)
    return lambda kind: session.send("Network.emulateNetworkConditions", dict(kind))


def test_the_form_can_be_read_and_filled_in_before_all_of_it_is_there(
    page: Page, network: Network
) -> None:
    network(SLOW_3G)
    page.route("**/*.js", lambda route: route.abort())
    page.goto("/aanvraag", wait_until="commit")
    # A hand fills in what it sees: the text of the page is there, its files need not be.
    page.locator("footer").wait_for(state="attached")
    fill_in(page)
    forward(page)
    expect(page.locator("h1")).to_have_text("Contact")


def test_pressing_twice_sends_once(page: Page, network: Network, engine: Engine) -> None:
    network(SLOW_3G)
    page.goto("/aanvraag")
    for _step in range(4):
        fill_in(page)
        forward(page)
    page.locator("#declaration").check()
    page.locator(NEXT).first.dblclick()
    expect(page.locator("h1")).to_have_text("Uw aanvraag is ontvangen")
    with Session(engine) as session:
        assert session.scalar(select(func.count(SupportRequest.id))) == 1


def test_a_lost_connection_is_told_and_what_was_typed_stays(page: Page, network: Network) -> None:
    page.goto("/aanvraag")
    fill_in(page)
    network(NO_NETWORK)
    page.locator(NEXT).first.click()
    expect(page.locator("#melding")).to_be_visible()
    expect(page.locator("#urgency-U2")).to_be_checked()
    network(SLOW_3G)
    forward(page)
    expect(page.locator("h1")).to_have_text("Contact")
