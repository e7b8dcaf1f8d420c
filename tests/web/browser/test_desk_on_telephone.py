"""The desk on a telephone: the work comes first, and nothing is to be scrolled sideways."""

import pytest
from playwright.sync_api import Page

from service.actions.requests.decide_to_match import decide_to_match
from service.actions.requests.record_call_back import record_call_back
from tests.web.browser.page_checks import HEIGHT
from tests.web.browser.scene import Scene

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.backend("sqlite")]

SIDEWAYS = """() => [...document.querySelectorAll("main *")].filter((part) =>
  part.scrollWidth > part.clientWidth && getComputedStyle(part).overflowX === "auto").length"""


def test_the_first_case_stands_on_the_first_screen(page: Page, scene: Scene) -> None:
    scene.story.submitted()
    scene.log_in(page)
    page.goto("/bureau")
    first = page.locator("#wachtrij tbody tr").first.bounding_box()
    assert first is not None and first["y"] < HEIGHT - 100


def test_experts_are_compared_without_scrolling_sideways(page: Page, scene: Scene) -> None:
    scene.story.submitted().act(record_call_back).act(decide_to_match)
    scene.rank()
    scene.log_in(page)
    chosen = "&".join(f"deskundige={number}" for number in scene.story.experts)
    page.goto(f"{scene.case_path}/vergelijken?{chosen}")
    assert page.locator(".comparison").is_visible()
    assert page.evaluate(SIDEWAYS) == 0
