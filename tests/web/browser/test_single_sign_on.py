"""Somebody of an organisation with a provider of its own, in a browser: in, on, and out again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import update

from service.database import writing
from service.domain.actor import Role
from service.storage.user_account import UserAccount
from service.storage.user_session import UserSession
from tests.web.browser.page_walk import press
from tests.web.browser.scene import Scene
from tests.web.sign_on.conftest import configure
from tests.web.sign_on.organisation import Organisation

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.backend("sqlite")]


def log_in_there(page: Page) -> None:
    page.get_by_label("Naam").fill("admin")
    press(page, "Verder")


@pytest.mark.parametrize("width", [360, 1280])
def test_in_on_and_out_again(
    scene: Scene,
    new_device: Callable[..., BrowserContext],
    address: str,
    provider_process: Organisation,
    width: int,
) -> None:
    configure(scene.app, {"OIDC_ISSUER": provider_process.issuer, "OIDC_SECOND_STEP_AMR": "pwd"})
    settings = replace(scene.app.config["SETTINGS"], base_url=address)
    scene.app.config["SETTINGS"] = settings
    # The provider keeps the real time, and a browser takes as long as it takes.
    scene.app.config["CLOCK"] = lambda: datetime.now(UTC)
    scene.clock.now = datetime.now(UTC)
    scene.give_a_sign_of_life()
    scene.login_path(Role.ADMIN)
    page = new_device(width).new_page()

    page.goto("/bureau/accounts?pagina=1")
    page.get_by_role("link", name="Inloggen met Gemeente Sleedal").click()
    log_in_there(page)
    assert page.url == f"{address}/bureau/accounts?pagina=1", "the page that was asked for"

    page.locator("main").get_by_role("link", name="Collega").click()
    page.get_by_label("Naam").fill("Nieuwe Naam")
    long_ago = scene.clock.now - timedelta(minutes=20)
    with writing(scene.engine) as session:
        session.execute(update(UserSession).values(confirmed_at=long_ago))
    press(page, "Bewaren")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Bevestigen bij Gemeente Sleedal").click()
    log_in_there(opened.value)
    assert "Sluit dit tabblad" in opened.value.locator("main").inner_text()
    opened.value.close()
    press(page, "Ik heb bevestigd, ga verder")
    press(page, "Ga verder met wat u deed")
    assert "Het account is bewaard" in page.locator("main").inner_text()
    with writing(scene.engine) as session:
        assert session.query(UserAccount).filter_by(name="Nieuwe Naam").count() == 1

    press(page, "Uitloggen")
    page.get_by_role("link", name="Ook uitloggen bij Gemeente Sleedal").click()
    page.get_by_role("button", name="Yes, sign me out").click()
    page.wait_for_url(f"{address}/uitgelogd")
    page.goto("/bureau")
    page.get_by_role("link", name="Inloggen met Gemeente Sleedal").click()
    assert page.get_by_label("Naam").is_visible(), "logged out there too"
