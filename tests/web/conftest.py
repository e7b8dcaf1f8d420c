"""The web application on a fresh database, with a clock that the test sets."""

import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine
from werkzeug.serving import make_server

from service.app import create_app
from service.config import Settings, read_settings
from tests.web.story import NOW, Story


class Clock:
    """A clock that stands still until the test sets it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates compiled once for all tests; each test has an application of its own."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"SCHAKEL_DATA_DIR": str(tmp_path), "BASE_URL": "http://127.0.0.1:8000"})


@pytest.fixture
def app(
    settings: Settings,
    engine: Engine,
    reference_data: None,
    clock: Clock,
    compiled_templates: FileSystemBytecodeCache,
) -> Flask:
    app = create_app(settings, engine)
    app.config["CLOCK"] = clock
    app.jinja_env.bytecode_cache = compiled_templates
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The address at which the application answers, for browsers outside this thread."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def story(engine: Engine, app: Flask, clock: Clock) -> Story:
    """A case that the test brings as far as it needs."""
    return Story(engine, clock)
