"""A mayor's office at the form: fills it in, and reads the reference number afterwards."""

import re

from service.rehearsal import story
from service.rehearsal.browser import Browser
from service.rehearsal.html_page import Form, Page
from service.rehearsal.journey_failed import JourneyFailed

REFERENCE = re.compile(r"SK-[0-9A-Z]{3}-[0-9A-Z]{4}")


def filled_request(browser: Browser) -> tuple[Page, Form]:
    """Open the form and fill in the story; give the page and the form, ready to send."""
    page = browser.get("/aanvraag")
    form = page.form_with("situation")
    municipality = next(name for name in form.fields["municipality"].choices if name)
    form.fill(**story.FORM, municipality=municipality)
    form.fill(themes=form.fields["themes"].choices[: story.THEMES_TICKED])
    form.fill(support_kinds=form.fields["support_kinds"].choices[:1])
    return page, form


def reference_on(receipt: Page) -> str:
    """Give the reference number on the receipt page. Raises JourneyFailed when there is none."""
    found = REFERENCE.search(receipt.words)
    if found is None:
        raise JourneyFailed("the receipt page shows no reference number")
    return found[0]
