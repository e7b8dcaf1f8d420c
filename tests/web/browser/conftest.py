"""Chromium, for the pages of the web application on a port."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.conftest import NO_CHROMIUM
from tests.databases import SqliteFiles
from tests.web.browser.scene import Scene
from tests.web.conftest import Clock

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE_MS = 10_000


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; they are left out where the machine has none."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        leave_out = pytest.fail if os.environ.get("REQUIRE_BROWSER") else pytest.skip
        leave_out(NO_CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def new_device(
    chromium: Browser, address: str, request: pytest.FixtureRequest
) -> Callable[..., BrowserContext]:
    """Make devices with their own storage, whose pages may not make errors."""

    def _new_device(width: int = 360, scripts: bool = True) -> BrowserContext:
        context = chromium.new_context(
            base_url=address,
            viewport={"width": width, "height": 740},
            locale="nl-NL",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(PATIENCE_MS)
        troubles: list[str] = []
        context.on("weberror", lambda error: troubles.append(str(error.error)))

        def close() -> None:
            context.close()
            assert not troubles

        request.addfinalizer(close)
        return context

    return _new_device


@pytest.fixture
def device(new_device: Callable[..., BrowserContext]) -> BrowserContext:
    """A telephone."""
    return new_device()


@pytest.fixture
def page(device: BrowserContext) -> Page:
    return device.new_page()


@pytest.fixture
def scene(app: Flask, clock: Clock, sqlite_files: SqliteFiles, tmp_path: Path) -> Iterator[Scene]:
    """Cases that a test brings as far as it needs."""
    scene = Scene(app, clock, sqlite_files, tmp_path)
    yield scene
    scene.close()
