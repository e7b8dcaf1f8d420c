"""A hand that fills in the steps of the intake form in a real browser."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Dialog, Locator, Page, expect

from tests.web.filled_form import TYPED

NEXT = "#aanvraag button[name=go]"


def fill_in(page: Page) -> None:
    """Fill in what this page asks, the declaration aside."""
    for name, value in TYPED.items():
        found = page.locator(f"#aanvraag [name={name}]:not([type=hidden])")
        if found.count() and name != "declaration":
            _answer(found, value)


def forward(page: Page) -> None:
    """Press the first button and wait for the page that follows."""
    with left_behind(page):
        page.locator(NEXT).first.click()


@contextmanager
def left_behind(page: Page) -> Iterator[None]:
    """Wait until the form on the page has made way for what follows, with scripts or without.

    Between two pages there is a moment with neither, so the new one has to have come as well.
    """
    page.locator("#aanvraag").evaluate("form => { form.dataset.old = 'yes'; }")
    yield
    expect(page.locator("[data-old]")).to_have_count(0)
    page.locator("main h1").wait_for()
    page.wait_for_load_state()


def go_to(page: Page, field: str) -> None:
    """Open the form and fill it in until the page on which this field is asked."""
    open_anew(page)
    while not page.locator(f"#aanvraag [name={field}]:not([type=hidden])").count():
        fill_in(page)
        forward(page)


def open_anew(page: Page) -> None:
    """Open an empty form, and say yes where the browser asks whether the page may be left."""

    def leave(dialog: Dialog) -> None:
        dialog.accept()

    page.on("dialog", leave)
    page.goto("/aanvraag")
    page.remove_listener("dialog", leave)


def _answer(found: Locator, value: str | list[str]) -> None:
    kind = found.first.evaluate("field => field.type")
    if kind in ("radio", "checkbox"):
        for one in [value] if isinstance(value, str) else value:
            found.and_(found.page.locator(f"[value='{one}']")).check()
    elif kind == "select-one":
        found.first.select_option(value if isinstance(value, str) else value[0])
    else:
        found.fill(str(value))
