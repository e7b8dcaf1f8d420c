"""What tests share: fresh databases, SQLite files and a real PostgreSQL, and the model.

A test that asks for `engine`, `session` or the address of a database runs on both. To run on one
only: `@pytest.mark.backend("sqlite")` or `@pytest.mark.backend("postgresql")`.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from expert_registry.key_ring import KeyRing
from expert_registry.sealed import use_keys
from tests.databases import KeptEngines, PostgresqlServer, SqliteFiles, parts_of
from tests.issued_secrets import ISSUED
from tests.named_tests_ran import watch
from tests.other_programs import OtherPrograms

if TYPE_CHECKING:
    from embeddings.encoder import Encoder

# Before torch is loaded: more threads than cores make it slower.
os.environ.setdefault("OMP_NUM_THREADS", "1" if "PYTEST_XDIST_WORKER" in os.environ else "2")

BACKENDS = ("sqlite", "postgresql")
NO_CHROMIUM = "no Chromium on this machine; on Debian: apt-get install chromium"

# Programs that a test starts take it from the environment.
DATA_KEY = "rq6cR9jW3mB1lNQXUuJ1S7fYw0H5o2Zk8TgVxPpD4aI="
os.environ["SCHAKEL_DATA_KEYS"] = DATA_KEY
RING = KeyRing([DATA_KEY])
PROGRAMS = OtherPrograms(ISSUED)

# With several workers (`pytest -n 2`) each file stays with one of them. So does all that loads the
# model or starts programs on free ports: two of these at once would need the memory twice and
# keep each other from the processor. It takes longest and starts first.
HEAVY = (
    "tests/journeys/",
    "tests/rehearsal/",
    "tests/embeddings/",
    "tests/cli/test_run.py",
    "tests/expert_registry/test_gold_set.py",
    "tests/expert_registry/test_heads_file.py",
    "tests/expert_registry/test_training.py",
)


def pytest_configure(config: pytest.Config) -> None:
    ISSUED.watch()
    PROGRAMS.watch()
    use_keys(RING)
    watch(config)
    config.addinivalue_line(
        "markers", "backend(name): run on this database only, 'sqlite' or 'postgresql'"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    marker = metafunc.definition.get_closest_marker("backend")
    for fixture in {"database_url", "bare_database_url"} & set(metafunc.fixturenames):
        metafunc.parametrize(fixture, marker.args if marker else BACKENDS, indirect=True)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Some tests play with other keys; the kept databases are sealed with these."""
    use_keys(RING)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not hasattr(config, "workerinput"):
        return
    files = {item: item.nodeid.partition("::")[0] for item in items}
    for item, file in files.items():
        item.add_marker(pytest.mark.xdist_group("heavy" if file.startswith(HEAVY) else file))
    items.sort(key=lambda item: not files[item].startswith(HEAVY))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say once which tests were left out for want of a browser, and how to get it."""
    skipped = terminalreporter.stats.get("skipped", [])
    left_out = [report for report in skipped if NO_CHROMIUM in str(report.longrepr)]
    if left_out:
        terminalreporter.write_line(
            f"Left out: {len(left_out)} tests of tests/web/browser ({NO_CHROMIUM})."
        )


@pytest.fixture(autouse=True)
def nothing_leaks() -> Iterator[None]:
    """See that no secret that the program made in a test is logged or mailed to somebody else."""
    ISSUED.begin()
    yield
    ISSUED.end()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    """A PostgreSQL server that lives as long as the test run."""
    server = PostgresqlServer()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    """SQLite files of which tests get copies."""
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def kept_engines() -> KeptEngines:
    """Engines with the statements that earlier tests compiled."""
    return KeptEngines()


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a fresh database with all tables; rows only with `reference_data`."""
    filled = "reference_data" in request.fixturenames
    if request.param == "sqlite":
        files: SqliteFiles = request.getfixturevalue("sqlite_files")
        address = files.fresh(reference_data=filled)
        yield address
        ISSUED.look_at_stored(files.parts())
    else:
        server: PostgresqlServer = request.getfixturevalue("postgresql_server")
        with server.with_tables(reference_data=filled) as address:
            yield address
            ISSUED.look_at_stored(server.rows(reference_data=filled))


@pytest.fixture
def stored(
    request: pytest.FixtureRequest, database_url: str, sqlite_files: SqliteFiles
) -> Callable[[], Iterable[bytes]]:
    """Gives what stands in the database of this test now, in parts."""
    if database_url.startswith("sqlite"):
        return sqlite_files.parts
    server: PostgresqlServer = request.getfixturevalue("postgresql_server")
    return partial(server.rows, reference_data="reference_data" in request.fixturenames)


@pytest.fixture
def bare_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database without tables."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path / 'bare.sqlite3'}"
        yield address
        ISSUED.look_at_stored(parts_of(address))
    else:
        server: PostgresqlServer = request.getfixturevalue("postgresql_server")
        with server.bare() as address:
            yield address
            ISSUED.look_at_stored(parts_of(address))


@pytest.fixture(scope="session")
def encoder() -> "Encoder":
    """The bundled model as the program uses it: centred. Loaded once for the whole run."""
    from embeddings.encoder import load_encoder
    from embeddings.model import default_cache_folder

    return load_encoder(cache_folder=default_cache_folder())


@pytest.fixture
def engine(database_url: str, kept_engines: KeptEngines) -> Iterator[Engine]:
    """An engine on a fresh database that does not wait for the disk."""
    engine = kept_engines.of(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def reference_data(database_url: str) -> None:
    """Themes, municipalities, partners, the referral directory: as after an installation."""


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session that writes; the test may commit, the rest is rolled back."""
    with Session(engine.execution_options(schakel_writes=True)) as session:
        yield session
        session.rollback()
