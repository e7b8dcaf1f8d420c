"""One person sets up everything and logs in by each: app, recovery code, passkey."""

import pytest
from playwright.sync_api import CDPSession, Page, expect
from sqlalchemy import select

from service.database import reading
from service.storage.audit_entry import AuditEntry
from service.storage.passkey import Passkey
from tests.web.browser.account_states import OWN, PASSWORD, choose_password, set_up_app
from tests.web.browser.page_walk import opened, press
from tests.web.browser.scene import Scene

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.backend("sqlite")]

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def home(page: Page, address: str) -> str:
    """The address by name: a browser makes no passkey for a number."""
    return address.replace("127.0.0.1", "localhost")


@pytest.fixture
def keys(page: Page) -> CDPSession:
    """A device that holds passkeys, as Chromium imitates it."""
    chrome = page.context.new_cdp_session(page)
    chrome.send("WebAuthn.enable")
    chrome.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return chrome


def first_step(page: Page, home: str) -> None:
    opened(page, f"{home}/inloggen")
    page.locator("#email").fill("co@bureau.example")
    page.locator("#password").fill(PASSWORD)
    press(page, "Inloggen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tweede stap van het inloggen")


def log_out(page: Page, home: str) -> None:
    opened(page, f"{home}/bureau")
    press(page, "Uitloggen")


def test_by_each_way(scene: Scene, page: Page, home: str, keys: CDPSession) -> None:
    choose_password(page, f"{home}{scene.set_up_path()}")
    page.get_by_role("link", name="Stel een app in").click()
    app = set_up_app(scene, page)
    recovery_code = page.locator(".recovery-codes code").first.inner_text()

    opened(page, f"{home}{OWN}/tweede-stap")
    page.locator("#name").fill("Sleutel van de coördinator")
    press(page, "Passkey toevoegen")
    expect(page.get_by_text("Sleutel van de coördinator.")).to_be_visible()
    log_out(page, home)

    first_step(page, home)
    page.locator("#code").fill(app.at(scene.clock.now))
    press(page, "Verder")
    log_out(page, home)

    first_step(page, home)
    page.get_by_text("Ik heb mijn telefoon niet bij me").click()
    page.locator("#recovery_code").fill(recovery_code)
    press(page, "Inloggen met herstelcode")
    log_out(page, home)

    first_step(page, home)
    press(page, "Gebruik mijn passkey")
    log_out(page, home)

    with reading(scene.engine) as session:
        told = session.scalars(
            select(AuditEntry.detail).where(AuditEntry.kind == "log_in").order_by(AuditEntry.id)
        )
        ways = [detail for detail in told if detail != "by_password"]
        assert ways == ["by_set_up_link", "by_code", "by_recovery_code", "by_passkey"]
        key = session.scalars(select(Passkey)).one()
        assert key.sign_count > 0 and key.used_at == scene.clock.now


def test_an_answer_of_a_passkey_counts_once(
    scene: Scene, page: Page, home: str, keys: CDPSession
) -> None:
    choose_password(page, f"{home}{scene.set_up_path()}")
    press(page, "Passkey toevoegen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bewaar uw herstelcodes")
    opened(page, f"{home}/bureau")
    log_out(page, home)
    first_step(page, home)
    answered: list[str] = []
    page.on("request", lambda sent: answered.append(sent.post_data or ""))
    press(page, "Gebruik mijn passkey")
    credential = next(data for data in answered if "clientDataJSON" in data)
    log_out(page, home)
    first_step(page, home)
    page.evaluate(
        """text => {
          const form = document.querySelector("form[data-passkey]");
          form.elements.credential.value = new URLSearchParams(text).get("credential");
          form.submit();
        }""",
        credential,
    )
    expect(page.get_by_text("Dat lukte niet met de passkey").first).to_be_visible()
