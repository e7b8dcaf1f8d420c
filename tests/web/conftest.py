"""The web application on a fresh database, with a clock that the test sets."""

import threading
from collections.abc import Iterator
from copy import copy
from datetime import datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, create_engine
from werkzeug.serving import make_server

from service.app import create_app
from service.config import Settings, read_settings
from service.web.accounts import password
from tests.web.sign_on import organisation
from tests.web.sign_on.organisation import Organisation
from tests.web.story import NOW, Story

# Stories move the clock on by hours; how sessions end has tests of its own.
PATIENT_SESSIONS = {"SESSION_IDLE_MINUTES": "720"}


class Clock:
    """A clock that stands still until the test sets it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with the least work: what it costs in earnest has a test of its own."""
    monkeypatch.setattr(password, "_HASHER", PasswordHasher(1, 8, 1))
    password._of_nobody.cache_clear()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates compiled once for all tests; each test has an application of its own."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    folder = {"SCHAKEL_DATA_DIR": str(tmp_path), "BASE_URL": "http://127.0.0.1:8000"}
    return read_settings(folder | PATIENT_SESSIONS)


@pytest.fixture(scope="session")
def built_app(
    compiled_templates: FileSystemBytecodeCache, tmp_path_factory: pytest.TempPathFactory
) -> Flask:
    """The application, made once: its routes take long. Each test has a copy."""
    folder = str(tmp_path_factory.mktemp("data"))
    app = create_app(read_settings({"SCHAKEL_DATA_DIR": folder}), create_engine("sqlite://"))
    app.jinja_env.bytecode_cache = compiled_templates
    return app


def copy_of(built_app: Flask, settings: Settings, engine: Engine, clock: object) -> Flask:
    """An application with the same routes on a database and a clock of its own."""
    app = copy(built_app)
    app.config = copy(built_app.config)
    app.config.update(SETTINGS=settings, CLOCK=clock)
    app.extensions = built_app.extensions | {"engine": engine}
    return app


@pytest.fixture
def app(
    built_app: Flask, settings: Settings, engine: Engine, reference_data: None, clock: Clock
) -> Flask:
    return copy_of(built_app, settings, engine, clock)


@pytest.fixture
def own_app(settings: Settings, engine: Engine, reference_data: None) -> Flask:
    """An application to which a test adds routes."""
    return create_app(settings, engine)


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


@pytest.fixture(scope="session")
def provider_process() -> Iterator[Organisation]:
    """One provider for all tests of a process."""
    running = organisation.start()
    yield running
    running.end()
