"""The pages that say that something cannot be, and what to do now."""

from collections.abc import Iterator

from playwright.sync_api import Page

from service.domain.actor import Role
from service.domain.throttle import Attempt
from service.storage.mail_link import LinkPurpose
from tests.web.browser.page_walk import PageWalk, opened, press
from tests.web.browser.scene import Scene


def refusals(scene: Scene, page: Page) -> Iterator[str]:
    opened(page, "/bestaat-niet", 404)
    yield "fout-404"
    opened(page, "/status/bestaat-niet", 404)
    yield "fout-404-link"
    for kind, path in ((Attempt.LINK, "/status/nooit"), (Attempt.LOG_IN, "/inloggen/nooit")):
        scene.use_up(kind)
        opened(page, path, 429)
        yield f"fout-429-{kind}"
    path = scene.story.invited().link(LinkPurpose.ANSWER)
    opened(page, f"{path}/ja", 405)
    yield "fout-405"
    scene.log_in(page, Role.PARTNER_CONTACT)
    opened(page, "/bureau/piket", 403)
    yield "fout-403"


def failures(scene: Scene, page: Page) -> Iterator[str]:
    with scene.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE login_link RENAME TO gone")
    opened(page, "/inloggen/ergens", 503)
    yield "fout-503"
    scene.app.config["CLOCK"] = None
    opened(page, "/aanvraag", 500)
    yield "fout-500"


def forged_form(scene: Scene, page: Page) -> Iterator[str]:
    opened(page, scene.login_path())
    page.context.clear_cookies()
    press(page, "Inloggen")
    yield "fout-400-formulier"


ERROR_WALKS = (
    PageWalk(refusals, ()),
    PageWalk(failures, ()),
    PageWalk(forged_form, ()),
)
