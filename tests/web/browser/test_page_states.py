"""Every page in every state somebody can come upon: for all readers, on every screen."""

from functools import partial

import pytest
from flask import Flask
from playwright.sync_api import Dialog, Page
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import MapAdapter

from tests.web.browser.page_checks import Watch, photograph, problems_of
from tests.web.browser.page_states import ALL_WALKS, NO_PAGE, PageWalk
from tests.web.browser.scene import Scene
from tests.web.languages.dutch_left import dutch_left

SPOIL = """() => {
  const add = (kind, wrong) =>
    document.querySelector("main").append(Object.assign(document.createElement(kind), wrong));
  add("input", { id: "wide", size: 200 });
  add("img", { id: "elsewhere", alt: "", src: "https://beeld.example/pixel.png" });
}"""

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.backend("sqlite")]


@pytest.mark.parametrize("walk", ALL_WALKS, ids=lambda walk: walk.name)
def test_each_state_of_a_page(scene: Scene, page: Page, address: str, walk: PageWalk) -> None:
    page.on("dialog", partial(Dialog.accept))
    watch, found, seen = Watch(page, address), [], set()
    routes = scene.app.url_map.bind("127.0.0.1")
    for state in walk.states(scene, page):
        seen.add(endpoint_of(routes, page.url.removeprefix(address).partition("?")[0]))
        found += [f"{state}: {problem}" for problem in problems_of(page) + watch.troubles]
        watch.troubles.clear()
        photograph(page, state)
        found += [f"{state} in English: {text}" for text in dutch_left(in_english(page))]
    assert found == []
    assert set(walk.pages) <= seen


def test_no_page_is_missing(app: Flask) -> None:
    routes = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    walked = {endpoint for walk in ALL_WALKS for endpoint in walk.pages}
    assert walked | NO_PAGE.keys() == routes
    assert walked.isdisjoint(NO_PAGE)


def test_what_is_wrong_is_found(page: Page, address: str) -> None:
    watch = Watch(page, address)
    page.goto("/aanvraag")
    page.evaluate(SPOIL)
    found = " ".join(problems_of(page))
    assert "label: #wide" in found and "wider than 320" in found
    page.wait_for_function("document.querySelector('#elsewhere').complete")
    assert "Content Security Policy" in " ".join(watch.troubles)


def in_english(page: Page) -> str:
    """Give the page at this address as a browser in English gets it."""
    answer = page.request.get(page.url, headers={"Accept-Language": "en-GB"})
    assert '<html lang="en"' in answer.text()
    return answer.text()


def endpoint_of(routes: MapAdapter, path: str) -> str:
    try:
        return str(routes.match(path, method="GET")[0])
    except MethodNotAllowed:
        return str(routes.match(path, method="POST")[0])
    except NotFound:
        return ""
