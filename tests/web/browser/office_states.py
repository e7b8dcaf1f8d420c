"""What the bureau and the partners come upon beside the cases: registry, roster, agreements."""

from collections.abc import Iterator
from datetime import timedelta

from playwright.sync_api import Page

from expert_registry.tables import Expert
from service.actions.alarms.audit import audit
from service.actions.mail.change_wording import adopt_wording, wording_of
from service.database import writing
from service.domain.actor import SYSTEM, Role
from service.jobs.retention import run_retention
from tests.web.browser.page_walk import PageWalk, opened, press
from tests.web.browser.scene import PARTNER, Scene


def logging_in(scene: Scene, page: Page) -> Iterator[str]:
    path = scene.login_path()
    opened(page, path)
    yield "inloggen"
    press(page, "Inloggen")
    opened(page, path, 410)
    yield "inloggen-link-gebruikt"
    opened(page, "/inloggen/bestaat-niet", 404)
    yield "inloggen-link-onbekend"
    opened(page, "/uitgelogd")
    yield "uitgelogd"


def long_away(scene: Scene) -> None:
    with writing(scene.engine) as session:
        expert = session.get_one(Expert, scene.story.experts[0])
        expert.unavailable_since = (scene.clock.now - timedelta(days=30)).date()


def registry(scene: Scene, page: Page) -> Iterator[str]:
    story = scene.story
    scene.log_in(page)
    opened(page, "/bureau/deskundigen")
    yield "deskundigen"
    opened(page, "/bureau/deskundigen?thema=voetbal")
    yield "deskundigen-geen"
    long_away(scene)
    path = f"/bureau/deskundigen/{story.experts[0]}"
    opened(page, path)
    yield "deskundige"
    page.locator("#unavailable_until").fill("1999-01-01")
    page.locator("form:has(#unavailable_until) button").click()
    yield "deskundige-fout"
    opened(page, f"{path}/bewerken")
    yield "deskundige-bewerken"
    page.locator("#summary").fill("")
    page.locator("#max_active").fill("99")
    press(page, "Profiel bewaren")
    yield "deskundige-bewerken-fouten"
    opened(page, f"{path}/bewerken")
    with writing(scene.engine) as session:
        found = session.get_one(Expert, story.experts[0])
        found.summary, found.revision = "Van een collega.", found.revision + 1
    page.locator("#summary").fill("Van mij.")
    press(page, "Profiel bewaren")
    yield "deskundige-intussen-veranderd"
    scene.log_in(page, Role.PARTNER_CONTACT)
    opened(page, "/bureau/deskundigen")
    yield "deskundigen-van-partner"


def partners(scene: Scene, page: Page) -> Iterator[str]:
    scene.log_in(page)
    opened(page, "/bureau/partners")
    yield "partners"
    opened(page, f"/bureau/partners/{PARTNER}")
    yield "partner"
    page.locator("#contact_email").fill("geen adres")
    page.locator("form:has(#contact_email) button").click()
    yield "partner-fouten"


def roster(scene: Scene, page: Page) -> Iterator[str]:
    scene.log_in(page)
    opened(page, "/bureau/piket")
    yield "piket-leeg"
    page.locator("details:has(form[action$=toevoegen]) summary").click()
    page.locator("form[action$=toevoegen] button").click()
    yield "piket-fouten"
    scene.story.staff_the_duty()
    opened(page, "/bureau/piket")
    yield "piket"
    opened(page, "/bureau/piket/1")
    yield "piket-dienst"


def figures(scene: Scene, page: Page) -> Iterator[str]:
    scene.log_in(page)
    opened(page, "/bureau/cijfers")
    yield "cijfers-leeg"
    scene.story.closed()
    scene.clock.now += timedelta(hours=1)
    scene.give_a_sign_of_life()
    opened(page, "/bureau/cijfers")
    yield "cijfers"
    opened(page, "/bureau/meldingen")
    yield "meldingen-geen"
    long_away(scene)
    with writing(scene.engine) as session:
        audit(session, scene.clock.now)
    opened(page, "/bureau/meldingen")
    yield "meldingen"


def agreements(scene: Scene, page: Page) -> Iterator[str]:
    scene.log_in(page, Role.PROGRAMME_MANAGER)
    opened(page, "/bureau/werkafspraken")
    yield "werkafspraken"
    opened(page, "/bureau/werkafspraken/wijzigen")
    yield "werkafspraken-wijzigen"
    page.locator("#name").fill("")
    press(page, "Bekijk wat er verandert")
    yield "werkafspraken-fouten"
    page.locator("#name").fill("Proef in het voorjaar")
    page.locator("#working_day_minutes").fill("480")
    press(page, "Bekijk wat er verandert")
    yield "werkafspraken-voorbeeld"
    opened(page, "/bureau/werkafspraken/1")
    yield "werkafspraken-versie"


def mail_templates(scene: Scene, page: Page) -> Iterator[str]:
    scene.log_in(page, Role.PROGRAMME_MANAGER)
    opened(page, "/bureau/mailteksten")
    yield "mailteksten"
    path = "/bureau/mailteksten/invitation"
    opened(page, f"{path}/wijzigen")
    yield "mailtekst-wijzigen"
    page.locator("#tekst-what").fill("Bel {mobiel}.")
    page.locator("#tekst-open").fill("")
    press(page, "Bekijk het voorbeeld")
    yield "mailtekst-fouten"
    page.locator("#tekst-what").fill("Denkt u mee over {hulp}?\n\nHet is dringend.")
    page.locator("#tekst-open").fill("Naar de vraag")
    press(page, "Bekijk het voorbeeld")
    button = page.frame_locator("iframe").first.get_by_role("link", name="Naar de vraag")
    assert button.evaluate("it => getComputedStyle(it).backgroundColor") == "rgb(21, 66, 115)"
    yield "mailtekst-voorbeeld"
    with writing(scene.engine) as session:
        words = wording_of(session, "invitation", 0) | {"call": ""}
        adopt_wording(session, scene.clock.now, SYSTEM, "invitation", words, 0)
    press(page, "Bewaren")
    yield "mailtekst-intussen-veranderd"
    press(page, "Bekijk het voorbeeld")
    press(page, "Bewaren")
    yield "mailtekst-versies"
    opened(page, f"{path}/1")
    yield "mailtekst-versie"
    opened(page, "/bureau/mailteksten/receipt")
    yield "mailtekst-gevallen"


def audit_log(scene: Scene, page: Page) -> Iterator[str]:
    scene.story.closed()
    scene.log_in(page)
    opened(page, scene.case_path)
    opened(page, "/bureau/logboek", 403)
    scene.log_in(page, Role.PRIVACY_OFFICER)
    opened(page, "/bureau/logboek")
    yield "logboek"
    page.locator("#soort").select_option("read")
    press(page, "Tonen")
    yield "logboek-gekozen"
    page.locator("#aanvraag").fill("bestaat niet")
    press(page, "Tonen")
    yield "logboek-leeg"


def keeping_and_erasing(scene: Scene, page: Page) -> Iterator[str]:
    scene.story.closed()
    scene.log_in(page, Role.PRIVACY_OFFICER)
    opened(page, "/bureau/bewaren")
    yield "bewaren"
    press(page, "Bewaarplicht opleggen")
    yield "bewaren-fouten"
    page.locator("#reference").fill(scene.story.request().reference)
    page.locator("#hold_reason").fill("Er loopt een klacht bij de ombudsman.")
    press(page, "Bewaarplicht opleggen")
    yield "bewaren-bewaarplicht"
    opened(page, "/bureau/bewaren/bewaarplicht/1")
    yield "bewaarplicht"
    press(page, "Bewaarplicht opheffen")
    yield "bewaarplicht-fouten"
    page.locator("#lift_reason").fill("De klacht is afgehandeld.")
    press(page, "Bewaarplicht opheffen")
    scene.clock.now += timedelta(days=91)
    run_retention(scene.engine, scene.clock.now)
    scene.log_in(page, Role.PRIVACY_OFFICER)
    opened(page, "/bureau/bewaren")
    yield "bewaren-gewist"
    opened(page, "/bureau/bewaren/bewaarplicht/1")
    yield "bewaarplicht-opgeheven"
    scene.log_in(page)
    opened(page, scene.case_path)
    yield "aanvraag-gewist"


OFFICE_WALKS = (
    PageWalk(logging_in, ("accounts.login", "accounts.logged_out")),
    PageWalk(registry, ("registry.experts", "registry.expert", "registry.edit")),
    PageWalk(partners, ("partners.overview", "partners.partner")),
    PageWalk(roster, ("duty.roster", "duty.shift")),
    PageWalk(figures, ("dashboard.figures", "alarms.overview")),
    PageWalk(audit_log, ("audit.overview",)),
    PageWalk(keeping_and_erasing, ("retention.overview", "retention.one_hold")),
    PageWalk(
        mail_templates,
        (
            "mail_templates.overview",
            "mail_templates.change",
            "mail_templates.show",
            "mail_templates.version",
        ),
    ),
    PageWalk(agreements, ("agreements.overview", "agreements.change", "agreements.version")),
)
