"""A mayor's office at the form: goes through its steps, and reads the reference."""

import re

from service.rehearsal import story
from service.rehearsal.browser import Browser
from service.rehearsal.html_page import Form, Page
from service.rehearsal.journey_failed import JourneyFailed

TOKEN, LAST = "form_token", "declaration"
REFERENCE = re.compile(r"SK-[0-9A-Z]{3}-[0-9A-Z]{4}")


def filled_request(browser: Browser) -> tuple[Page, Form]:
    """Go through the steps of the form with the story; give the last page, ready to send.

    Raises NotOnThePage for a choice that is not offered, UnexpectedAnswer for a refused step.
    """
    page = browser.get("/aanvraag")
    while LAST not in page.form_with(TOKEN).fields:
        page = browser.send(page, _told(page.form_with(TOKEN)).press())
    return page, _told(page.form_with(TOKEN)).press()


def _told(form: Form) -> Form:
    """Fill in what this step asks; what the other steps asked goes along hidden."""
    asked = {name: found for name, found in form.fields.items() if found.kind != "hidden"}
    form.fill(**{name: answer for name, answer in story.FORM.items() if name in asked})
    for name, many in (("municipality", 1), ("themes", story.THEMES_TICKED), ("support_kinds", 1)):
        if name in asked:
            form.fill(**{name: [choice for choice in asked[name].choices if choice][:many]})
    return form


def reference_on(receipt: Page) -> str:
    """Give the reference number on the receipt page. Raises JourneyFailed when there is none."""
    found = REFERENCE.search(receipt.words)
    if found is None:
        raise JourneyFailed("the receipt page shows no reference number")
    return found[0]
