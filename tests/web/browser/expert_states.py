"""What an expert and a partner come upon: invitation, assignment, giving back, consent."""

from collections.abc import Iterator
from datetime import timedelta

from playwright.sync_api import Page

from service.actions.invitations.stand_down import stand_down_invitations
from service.actions.partner_consent.bureau_powers import withdraw_consent
from service.database import writing
from service.storage.mail_link import LinkPurpose
from service.storage.partner_consent import PartnerConsent
from tests.web.browser.page_walk import PageWalk, opened, press
from tests.web.browser.requester_states import LONG
from tests.web.browser.scene import Scene

YES, NO = "Ja, ik help", "Nee, ik kan niet"


def invitation(scene: Scene, page: Page) -> Iterator[str]:
    story = scene.anew().invited(municipality_may_be_named=True)
    opened(page, story.link(LinkPurpose.ANSWER))
    yield "uitnodiging"
    press(page, YES)
    yield "uitnodiging-ja-fouten"
    press(page, NO)
    yield "uitnodiging-nee-fouten"
    page.locator("[name=reason]").first.check()
    press(page, NO)
    yield "uitnodiging-nee-gezegd"
    opened(page, scene.anew().accepted().link(LinkPurpose.ANSWER))
    yield "uitnodiging-ja-gezegd"


def late_invitation(scene: Scene, page: Page) -> Iterator[str]:
    story = scene.anew().invited()
    opened(page, story.link(LinkPurpose.ANSWER, lasts=timedelta(0)), 410)
    yield "uitnodiging-verlopen"
    path = story.link(LinkPurpose.ANSWER)
    opened(page, path)
    with writing(story.engine) as session:
        stand_down_invitations(session, scene.clock.now, story.locked(session), reason="filled")
    page.locator("[name=reason]").first.check()
    press(page, NO)
    yield "uitnodiging-plek-bezet"


def assignment(scene: Scene, page: Page) -> Iterator[str]:
    story = scene.anew().accepted(situation=LONG, question=LONG)
    opened(page, story.link(LinkPurpose.ASSIGNMENT))
    yield "opdracht-lange-tekst"
    story = scene.anew().accepted()
    opened(page, story.link(LinkPurpose.ASSIGNMENT))
    press(page, "Het eerste contact is geweest")
    yield "opdracht-na-contact"
    path = scene.anew().accepted().link(LinkPurpose.HAND_BACK)
    opened(page, path)
    yield "opdracht-teruggeven"
    page.locator("#reason").fill("bel 06-12345678")
    page.locator("main form button").click()
    yield "opdracht-teruggeven-fout"
    page.locator("#reason").fill("Ik ben ziek.")
    page.locator("main form button").click()
    yield "opdracht-teruggegeven"


def partner_consent(scene: Scene, page: Page) -> Iterator[str]:
    story = scene.anew().consulting().proposed()
    opened(page, story.link(LinkPurpose.PARTNER_CONSENT))
    yield "akkoord"
    press(page, "Nee, wij zijn niet akkoord")
    yield "akkoord-fout"
    press(page, "Ja, wij zijn akkoord")
    yield "akkoord-gegeven"
    opened(page, scene.anew().consulting().proposed().link(LinkPurpose.PARTNER_CONSENT))
    page.locator("#refuse_reason").fill("Wij hebben nu niemand.")
    press(page, "Nee, wij zijn niet akkoord")
    yield "akkoord-geweigerd"
    story = scene.anew().consulting().proposed()
    path = story.link(LinkPurpose.PARTNER_CONSENT)
    with writing(story.engine) as session:
        consent = session.get_one(PartnerConsent, 1)
        withdraw_consent(session, scene.clock.now, consent, story.coordinator)
    opened(page, path, 410)
    yield "akkoord-niet-meer-nodig"


EXPERT_WALKS = (
    PageWalk(invitation, ("invitations.show",)),
    PageWalk(late_invitation, ("invitations.show",)),
    PageWalk(assignment, ("assignments.show", "link_acts.hand_back")),
    PageWalk(partner_consent, ("partner_consent.show",)),
)
