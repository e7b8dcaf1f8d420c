"""What a requester comes upon: the form, the receipt, the status page and the acts by link."""

from collections.abc import Iterator
from datetime import timedelta

from playwright.sync_api import Page

from service.actions.requests.ask_requester import ask_requester
from service.actions.requests.end_request import close_request, declare_no_match, withdraw_request
from service.actions.requests.record_call_back import record_call_back
from service.actions.requests.refer_on import refer_on
from service.domain.throttle import Attempt
from service.storage.mail_link import LinkPurpose
from tests.web.browser.fill_in import fill_in, forward
from tests.web.browser.page_walk import PageWalk, opened
from tests.web.browser.scene import Scene

LONG = "Een-heel-lange-naam-zonder-spaties-" * 5 + "\n\n" + "Het wordt drukker in de wijk. " * 120


def start_pages(_scene: Scene, page: Page) -> Iterator[str]:
    opened(page, "/")
    yield "start"
    opened(page, "/inloggen")
    yield "inloggen-uitleg"
    opened(page, "/toegankelijkheid")
    yield "toegankelijkheid"
    opened(page, "/privacy")
    yield "privacy"
    opened(page, "/kwetsbaarheid-melden")
    yield "kwetsbaarheid-melden"


def intake_steps(scene: Scene, page: Page) -> Iterator[str]:
    opened(page, "/aanvraag")
    yield "aanvraag-1-leeg"
    for number in (1, 2, 3, 4):
        forward(page)
        yield f"aanvraag-{number}-fouten"
        fill_in(page)
        if number == 3:
            page.locator("#situation").fill("Bel bewoner Jan op 06-12345678.\n" + LONG)
            forward(page)
            yield "aanvraag-3-persoonsgegevens"
            page.locator("#situation").fill("Mehmet Kaya deelt pamfletten uit.\n" + LONG)
        forward(page)
    yield "aanvraag-5-controleren"
    forward(page)
    yield "aanvraag-5-fouten"
    page.locator("#declaration").check()
    scene.use_up(Attempt.INTAKE)
    forward(page)
    yield "aanvraag-5-te-veel-tegelijk"
    scene.forget_attempts()
    forward(page)
    yield "aanvraag-ontvangen"
    page.emulate_media(media="print")
    yield "aanvraag-ontvangen-afgedrukt"


def acute_intake(_scene: Scene, page: Page) -> Iterator[str]:
    opened(page, "/aanvraag")
    page.locator("#urgency-U1").check()
    page.locator("#crisis_structure_active-yes").check()
    page.locator("#referral_signals-acute-danger").check()
    yield "aanvraag-1-acuut"
    forward(page)
    yield "aanvraag-2-eerst-bellen"
    for _step in (2, 3, 4):
        fill_in(page)
        forward(page)
    yield "aanvraag-5-acuut"
    page.locator("#declaration").check()
    forward(page)
    yield "aanvraag-ontvangen-acuut"


def status_pages(scene: Scene, page: Page) -> Iterator[str]:
    story = scene.anew().submitted()
    opened(page, story.link(LinkPurpose.STATUS))
    yield "status-ontvangen"
    page.get_by_role("button", name="Ja, dit is mijn e-mailadres").click()
    yield "status-mailadres-bevestigd"
    page.locator("#text").fill("bel 06-12345678")
    page.locator("form:has(#text) button").click()
    yield "status-aanvulling-fout"
    story.act(record_call_back).act(ask_requester, LONG)
    opened(page, story.link(LinkPurpose.STATUS))
    yield "status-vraag-met-lange-tekst"
    opened(page, scene.anew().submitted(mayor_informed=False).link(LinkPurpose.STATUS))
    yield "status-zonder-mandaat"
    opened(page, scene.anew().invited().link(LinkPurpose.STATUS))
    yield "status-uitgenodigd"
    opened(page, scene.anew().accepted().link(LinkPurpose.STATUS))
    yield "status-deskundige-gevonden"
    opened(page, scene.anew().closed().link(LinkPurpose.STATUS))
    yield "status-afgesloten"


def ended_status_pages(scene: Scene, page: Page) -> Iterator[str]:
    opened(page, scene.anew().submitted().act(refer_on, "acute-danger").link(LinkPurpose.STATUS))
    yield "status-doorverwezen"
    opened(page, scene.anew().proposed().act(declare_no_match).link(LinkPurpose.STATUS))
    yield "status-niemand-gevonden"
    opened(page, scene.anew().submitted().act(withdraw_request).link(LinkPurpose.STATUS))
    yield "status-ingetrokken"
    path = scene.anew().submitted().link(LinkPurpose.STATUS, lasts=timedelta(0))
    opened(page, path, 410)
    yield "status-verlopen"


def requester_acts(scene: Scene, page: Page) -> Iterator[str]:
    opened(page, scene.anew().accepted().link(LinkPurpose.REFUSE_EXPERT))
    yield "deskundige-afwijzen"
    page.locator("main form button").click()
    yield "deskundige-afgewezen"
    opened(page, scene.anew().submitted().link(LinkPurpose.WITHDRAW))
    yield "intrekken"
    page.locator("main form button").click()
    yield "ingetrokken"
    story = scene.anew().submitted().act(record_call_back).act(close_request)
    opened(page, story.link(LinkPurpose.REOPEN))
    yield "heropenen"
    page.locator("main form button").click()
    yield "heropend"


def evaluation(scene: Scene, page: Page) -> Iterator[str]:
    opened(page, scene.anew().closed().link(LinkPurpose.EVALUATE))
    yield "evaluatie"
    page.locator("main form button").click()
    yield "evaluatie-fouten"
    page.locator("[name=usefulness][value='4']").check()
    page.locator("[name=would_use_again][value=yes]").check()
    page.locator("main form button").click()
    yield "evaluatie-gedaan"


REQUESTER_WALKS = (
    PageWalk(
        start_pages,
        (
            "start.home",
            "log_in.password",
            "start.accessibility",
            "accountability.privacy",
            "accountability.report_leak",
        ),
    ),
    PageWalk(intake_steps, ("intake.form", "intake.received")),
    PageWalk(acute_intake, ("intake.form", "intake.received")),
    PageWalk(status_pages, ("status.show",)),
    PageWalk(ended_status_pages, ("status.show",)),
    PageWalk(requester_acts, ("link_acts.refuse_expert", "link_acts.withdraw", "link_acts.reopen")),
    PageWalk(evaluation, ("evaluation.evaluate",)),
)
