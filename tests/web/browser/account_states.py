"""What people come upon who set up an account, log in, or manage accounts."""

from collections.abc import Iterator
from datetime import timedelta

import pyotp
from playwright.sync_api import Page

from service.domain.actor import Role
from tests.web.browser.page_walk import PageWalk, opened, press
from tests.web.browser.scene import Scene

PASSWORD = "paars zeil fluistert graniet"
OWN = "/bureau/mijn-account"


def choose_password(page: Page, path: str, password: str = PASSWORD) -> None:
    opened(page, path)
    page.locator("#password").fill(password)
    page.locator("#password_again").fill(password)
    press(page, "Wachtwoord bewaren")


def set_up_app(scene: Scene, page: Page) -> pyotp.TOTP:
    """Set the app up on the page where its key stands."""
    app = pyotp.TOTP(page.locator(".secret").inner_text().replace("-", ""))
    page.locator("#code").fill(app.at(scene.clock.now))
    press(page, "App bewaren")
    scene.clock.now += timedelta(minutes=1)
    scene.give_a_sign_of_life()
    return app


def first_log_in(scene: Scene, page: Page) -> Iterator[str]:
    path = scene.set_up_path()
    opened(page, path)
    yield "wachtwoord-kiezen"
    choose_password(page, path, "welkom12")
    yield "wachtwoord-te-kort"
    choose_password(page, path)
    yield "tweede-stap-moet"
    page.get_by_role("link", name="Stel een app in").click()
    yield "app-instellen"
    page.locator("#code").fill("000000")
    press(page, "App bewaren")
    yield "app-instellen-fout"
    set_up_app(scene, page)
    yield "herstelcodes"
    page.get_by_role("link", name="Ik heb ze bewaard, verder").click()
    opened(page, f"{OWN}/tweede-stap")
    yield "tweede-stap"
    opened(page, OWN)
    yield "mijn-account"
    press(page, "Wachtwoord veranderen")
    yield "mijn-account-fouten"
    scene.clock.now += timedelta(minutes=20)
    scene.give_a_sign_of_life()
    opened(page, f"{OWN}/tweede-stap/app")
    yield "bevestigen"
    press(page, "Bevestigen")
    yield "bevestigen-fout"


def second_log_in(scene: Scene, page: Page) -> Iterator[str]:
    choose_password(page, scene.set_up_path())
    opened(page, f"{OWN}/tweede-stap/app")
    app = set_up_app(scene, page)
    page.context.clear_cookies()
    opened(page, "/inloggen")
    yield "inloggen-wachtwoord"
    page.locator("#email").fill("co@bureau.example")
    page.locator("#password").fill("fout")
    press(page, "Inloggen")
    yield "inloggen-fout"
    opened(page, "/wachtwoord-vergeten")
    yield "wachtwoord-vergeten"
    page.locator("#email").fill("iemand@bureau.example")
    press(page, "Stuur mij een link")
    yield "wachtwoord-vergeten-verstuurd"
    opened(page, scene.set_up_path())
    choose_password(page, page.url)
    yield "inloggen-code"
    page.locator("#code").fill("000000")
    press(page, "Verder")
    yield "inloggen-code-fout"
    page.locator("#code").fill(app.at(scene.clock.now))
    press(page, "Verder")
    assert page.url.endswith("/bureau")


def with_a_passkey(scene: Scene, page: Page) -> Iterator[str]:
    choose_password(page, scene.set_up_path())
    scene.add_passkey()
    page.context.clear_cookies()
    opened(page, scene.set_up_path())
    choose_password(page, page.url)
    yield "inloggen-passkey"
    scene.log_in(page)
    opened(page, f"{OWN}/tweede-stap")
    yield "passkeys"


def accounts(scene: Scene, page: Page) -> Iterator[str]:
    scene.log_in(page, Role.ADMIN)
    opened(page, "/bureau/accounts")
    yield "accounts"
    press(page, "Account maken")
    yield "accounts-fouten"
    opened(page, "/bureau/accounts")
    page.locator("main").get_by_role("link", name="Collega").click()
    yield "account"
    press(page, "Account sluiten")
    yield "account-laatste-beheerder"


ACCOUNT_WALKS = (
    PageWalk(
        first_log_in,
        (
            *("accounts.login", "own_second_step.show", "own_second_step.app"),
            *("own_account.show", "confirmation.confirm"),
        ),
    ),
    PageWalk(second_log_in, ("log_in.password", "log_in.forgotten", "log_in.second_step")),
    PageWalk(with_a_passkey, ("log_in.second_step", "own_second_step.show")),
    PageWalk(accounts, ("account_list.overview", "account_list.account")),
)
