"""What people come upon who log in at their own organisation, or get another address."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from playwright.sync_api import Page
from sqlalchemy import select

from service.database import writing
from service.domain.actor import Role
from service.domain.sign_on import SignOnSettings
from service.storage.account_identity import AccountIdentity, identity_hash
from service.storage.user_account import UserAccount
from tests.web.browser.page_walk import PageWalk, opened, press
from tests.web.browser.scene import Scene

OWN = "/bureau/mijn-account"
NOWHERE = SignOnSettings("http://127.0.0.1:9", "schakel", "geheim", "Gemeente Sleedal")


def link_to_provider(scene: Scene, role: Role) -> None:
    """Let the program have a provider, and somebody with this role an identity there."""
    settings = scene.app.config["SETTINGS"]
    scene.app.config["SETTINGS"] = replace(settings, sign_on=NOWHERE)
    with writing(scene.engine) as session:
        user = session.scalars(select(UserAccount).where(UserAccount.role == role)).one()
        session.add(
            AccountIdentity(
                identity_hash=identity_hash(NOWHERE.issuer, role),
                user_id=user.id,
                issuer=NOWHERE.issuer,
                bound_at=scene.clock.now,
                used_at=scene.clock.now,
            )
        )


def single_sign_on(scene: Scene, page: Page) -> Iterator[str]:
    scene.log_in(page, Role.ADMIN)
    link_to_provider(scene, Role.ADMIN)
    opened(page, "/inloggen")
    yield "inloggen-organisatie"
    page.get_by_role("link", name="Inloggen met Gemeente Sleedal").click()
    yield "organisatie-antwoordt-niet"
    for why in ("state", "not_finished", "answer", "person", "account", "role"):
        opened(page, f"/inloggen/extern/mislukt/{why}", 403)
        yield f"organisatie-mislukt-{why.replace('_', '-')}"
    opened(page, "/bureau/bevestigen/extern/gelukt")
    yield "organisatie-bevestigd"
    opened(page, "/bureau/accounts")
    yield "accounts-organisatie"
    page.locator("main").get_by_role("link", name="Collega").click()
    yield "account-organisatie"
    scene.clock.now += timedelta(minutes=20)
    scene.give_a_sign_of_life()
    press(page, "Bewaren")
    yield "bevestigen-organisatie-formulier"
    press(page, "Ik heb bevestigd, ga verder")
    yield "bevestigen-organisatie-te-vroeg"
    opened(page, "/bureau/bevestigen")
    yield "bevestigen-organisatie"


def another_address(scene: Scene, page: Page) -> Iterator[str]:
    scene.log_in(page)
    opened(page, OWN)
    press(page, "E-mailadres veranderen")
    yield "nieuw-adres-fout"
    page.locator("#new_email").fill("nieuw@bureau.example")
    press(page, "E-mailadres veranderen")
    yield "nieuw-adres-gevraagd"
    path = scene.last_mailed(re.compile(r"/nieuw-adres/[\w-]+"))
    opened(page, path)
    yield "nieuw-adres-bevestigen"
    press(page, "Dit adres gebruiken")
    yield "nieuw-adres-bevestigd"
    opened(page, path, 410)
    yield "nieuw-adres-al-bevestigd"


SIGN_ON_WALKS = (
    PageWalk(
        single_sign_on,
        ("log_in.password", "sign_on.refused", "sign_on.confirmed", "confirmation.confirm"),
    ),
    PageWalk(another_address, ("own_account.show", "new_address.show", "log_in.password")),
)
