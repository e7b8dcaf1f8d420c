"""A walk along pages in a browser."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.web.browser.scene import Scene


@dataclass(frozen=True)
class PageWalk:
    """`states` stops at each state with its name; `pages` are the endpoints it must come by."""

    states: Callable[[Scene, Page], Iterator[str]]
    pages: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the walk is called in the list of tests."""
        return self.states.__name__


def opened(page: Page, path: str, status: int = 200) -> None:
    """Open a path that must answer with this status."""
    answer = page.goto(path)
    assert answer is not None and answer.status == status, (path, answer and answer.status)


def press(page: Page, name: str, number: int = 0) -> None:
    """Press the button of this name and wait for the page that follows."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).nth(number).click()
