"""The version of the database schema: what it is, if it is the newest, and how to get there."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from service.database import wipe_former_rows
from service.storage.key_probe import check_keys

FOLDER = Path(__file__).parent

# The key of a lock of PostgreSQL: two programs that start together migrate one after the other.
MIGRATION_LOCK = 730_015


class SchemaOutOfDate(Exception):
    """The database misses migrations, or has newer ones than this version of the program."""


def upgrade_schema(engine: Engine) -> str:
    """Bring the database to the newest schema; give its revision. One transaction, all or nothing.

    Running it again changes nothing. Raises WrongKeys, and what the database raises.
    """
    with engine.execution_options(schakel_writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
        former = present_revision(connection)
        command.upgrade(configuration(connection), "head")
        check_keys(Session(connection))
        revision = str(present_revision(connection))
    if former != revision:
        wipe_former_rows(engine)
    return revision


def check_schema(engine: Engine) -> None:
    """Raise SchemaOutOfDate when the database does not have the newest schema."""
    with engine.connect() as connection:
        present = present_revision(connection)
    newest = newest_revision()
    if present != newest:
        raise SchemaOutOfDate(f"the database has schema {present or 'none'}, not {newest}")


def present_revision(connection: Connection) -> str | None:
    """Give the revision of this database; None when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """Give the newest revision that this version of the program knows."""
    return ScriptDirectory(str(FOLDER)).get_current_head()


def configuration(connection: Connection) -> Config:
    """Give Alembic's configuration for this connection; nothing is read from a file."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
