"""The engine and the kinds of transaction: reading, writing, and writing that is taken back."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from expert_registry.key_ring import KeyRing
from expert_registry.sealed import use_keys
from expert_registry.sealed_queries import refuse_to_look_inside
from service.storage.all_tables import all_tables
from service.storage.audit_entry import append_noted
from service.storage.forgetting import leaves_nothing_behind
from service.storage.read_once import only_reads

BUSY_TIMEOUT_S = 15
WIPE_TIMEOUT_S = 2.0


def connect(database_url: str, ring: KeyRing | None = None) -> Engine:
    """Give an engine for SQLite (WAL, foreign keys, explicit BEGIN) or PostgreSQL (psycopg 3).

    With a ring, its keys seal and open the confidential columns of this process from now on.
    """
    if ring is not None:
        use_keys(ring)
    # A foreign key can only be followed to a table that is known, whoever uses the database.
    all_tables()
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        engine = create_engine(url, pool_pre_ping=True, hide_parameters=True)
        refuse_to_look_inside(engine)
        return engine
    # Rows hold what nobody else may read: an error in the log must not quote them.
    connect_args = {"timeout": BUSY_TIMEOUT_S}
    engine = create_engine(url, connect_args=connect_args, hide_parameters=True)
    refuse_to_look_inside(engine)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Open a session that only reads; whatever it changed is rolled back."""
    with Session(engine, autoflush=False) as session:
        only_reads(session)
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """Open a session in one write transaction: committed at the end, rolled back on an error.

    On SQLite it begins IMMEDIATE, so that what is read inside it cannot change before the write.
    What was noted for the audit log is appended last. Where the session asks for it, former rows
    are wiped from the files of SQLite afterwards.
    """
    with Session(engine.execution_options(schakel_writes=True)) as session, session.begin():
        yield session
        append_noted(session)
    if leaves_nothing_behind(session):
        wipe_former_rows(engine)


@contextmanager
def taking_back(engine: Engine) -> Iterator[Session]:
    """Open a session in a write transaction that is always rolled back: to see what would be."""
    with Session(engine.execution_options(schakel_writes=True)) as session:
        yield session
        session.rollback()


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    # What is deleted is overwritten, so that it cannot be read from the file.
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def wipe_former_rows(engine: Engine) -> None:
    """Move the log of SQLite into its file and empty it; a page that is being read holds it up."""
    if engine.dialect.name != "sqlite":
        return
    with closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={int(WIPE_TIMEOUT_S * 1000)}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_S * 1000}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("schakel_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
