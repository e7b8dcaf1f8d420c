"""What the coordinator comes upon in the queue and in a case, from its first minute to its end."""

from collections.abc import Iterator
from datetime import timedelta

from playwright.sync_api import Page

from service.actions.requests.decide_to_match import decide_to_match
from service.actions.requests.record_call_back import record_call_back
from service.database import writing
from service.domain.actor import Role
from service.storage.outbox_mail import HELD_BACK, MailState, OutboxMail
from tests.web.browser.page_walk import PageWalk, opened, press
from tests.web.browser.requester_states import LONG
from tests.web.browser.scene import Scene

NAMED = "Mehmet Kaya belt vanaf 06-90123456 met iedereen uit de straat van Fatima Bouali."


def queue(scene: Scene, page: Page) -> Iterator[str]:
    story = scene.anew()
    scene.log_in(page)
    opened(page, "/bureau")
    yield "wachtrij-leeg"
    for urgency in ("U1", "U3", "U2"):
        story.submitted(urgency=urgency)
    scene.clock.now += timedelta(hours=3)
    opened(page, "/bureau")
    yield "wachtrij-bij-storing"
    scene.give_a_sign_of_life()
    opened(page, "/bureau")
    yield "wachtrij"
    scene.log_in(page, Role.PROGRAMME_MANAGER)
    opened(page, "/bureau")
    yield "wachtrij-programmaleiding"


def new_case(scene: Scene, page: Page) -> Iterator[str]:
    scene.anew().submitted(situation=LONG)
    scene.log_in(page)
    opened(page, scene.case_path)
    yield "aanvraag-nieuw-lange-tekst"
    page.locator("#case_note").fill(LONG[:900])
    press(page, "Notitie bewaren")
    page.locator("#sneltoetsen summary").click()
    yield "aanvraag-notitie-en-sneltoetsen"
    page.locator("#act-vraag summary").click()
    page.locator("#question").fill(LONG[:900])
    with page.expect_navigation():
        page.locator("#act-vraag").get_by_role("button", name="Eerst de mail bekijken").click()
    yield "aanvraag-mail-bekijken"
    scene.anew().submitted(situation=f"{NAMED} {LONG}")
    scene.log_in(page)
    opened(page, scene.case_path)
    page.locator(".acts__later > summary").click()
    page.locator("#act-weghalen > summary").click()
    press(page, "Woorden voorgoed weghalen")
    yield "aanvraag-woorden-weghalen-fout"
    page.locator("#pieces input").first.check()
    page.locator("#redact_confirmed").check()
    press(page, "Woorden voorgoed weghalen")
    yield "aanvraag-woorden-weggehaald"
    scene.anew().submitted(crisis_structure_active=True)
    scene.log_in(page)
    opened(page, scene.case_path)
    yield "aanvraag-staat-stil"
    scene.anew().submitted().act(record_call_back).act(decide_to_match)
    scene.rank()
    scene.log_in(page)
    opened(page, scene.case_path)
    yield "aanvraag-voorstel"
    press(page, "Lijst vaststellen")
    yield "aanvraag-lijst-fouten"
    opened(page, f"{scene.case_path}/vergelijken")
    yield "vergelijken-leeg"
    chosen = "&".join(f"deskundige={number}" for number in scene.story.experts)
    opened(page, f"{scene.case_path}/vergelijken?{chosen}")
    yield "vergelijken"


def running_case(scene: Scene, page: Page) -> Iterator[str]:
    scene.anew().consulting().proposed()
    scene.rank()
    scene.log_in(page)
    opened(page, scene.case_path)
    yield "aanvraag-wacht-op-akkoord"
    scene.anew().invited()
    scene.log_in(page)
    opened(page, scene.case_path)
    yield "aanvraag-uitgenodigd"
    scene.anew().accepted()
    scene.log_in(page)
    opened(page, scene.case_path)
    yield "aanvraag-deskundige-gevonden"
    scene.anew().closed()
    scene.log_in(page)
    opened(page, scene.case_path)
    yield "aanvraag-afgesloten"


def changed_case(scene: Scene, page: Page) -> Iterator[str]:
    story = scene.anew().submitted()
    scene.log_in(page)
    opened(page, scene.case_path)
    page.locator("#call_back_note").fill("Gesproken met de adviseur.")
    story.act(record_call_back)
    press(page, "Vastleggen")
    yield "aanvraag-intussen-veranderd"


def telephone(scene: Scene, page: Page) -> Iterator[str]:
    scene.anew()
    scene.log_in(page)
    opened(page, "/bureau/aanvragen/nieuw")
    yield "telefonisch"


def mails(scene: Scene, page: Page) -> Iterator[str]:
    story = scene.anew()
    scene.log_in(page)
    opened(page, "/bureau/mail")
    yield "mails-geen"
    story.submitted()
    with writing(story.engine) as session:
        mail = session.get_one(OutboxMail, 1)
        mail.state, mail.last_error, mail.next_attempt_at = MailState.FAILED, "550", None
    opened(page, "/bureau/mail")
    yield "mails-niet-aangekomen"
    with writing(story.engine) as session:
        mail = session.get_one(OutboxMail, 1)
        mail.state, mail.last_error = MailState.QUEUED, HELD_BACK
        mail.next_attempt_at = scene.clock.now + timedelta(hours=1)
    opened(page, "/bureau/mail")
    yield "mails-even-wachten"
    opened(page, scene.case_path)
    yield "aanvraag-mail-wacht"


BUREAU_WALKS = (
    PageWalk(queue, ("triage.queue",)),
    PageWalk(new_case, ("triage.case", "triage.compare")),
    PageWalk(running_case, ("triage.case",)),
    PageWalk(changed_case, ()),
    PageWalk(telephone, ("triage.telephone",)),
    PageWalk(mails, ("triage.mails",)),
)
